import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';

/*
 * Every picture of the user manual, taken from the demo data: `npm --prefix frontend run manual-pictures` after
 * `make build`. What is shown is found by its words, because numbers and dates follow the day on which it runs.
 */

const folder = fileURLToPath(new URL('../../../api/site/manual/img/', import.meta.url));

/** Takes what the window shows and keeps it in 64 colours, so that the manual stays light. */
async function picture(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  // A browser writes an empty date in the language of its own menus, which need not be that of the pictures.
  await page.locator('input[type=date]:visible').evaluateAll((inputs) => {
    for (const input of inputs as HTMLInputElement[]) {
      input.type = 'text';
      input.placeholder = 'hh/bb/tttt';
    }
  });
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  execFileSync(
    'pngquant',
    ['--force', '--strip', '--speed', '1', '--output', `${folder}${name}.png`, '64', '-'],
    {
      input: png,
    },
  );
}

const heading = (page: Page, level: number, name: string | RegExp) =>
  page.getByRole('heading', { level, name });

/** Opens the request with these words in its subject. */
async function openRequest(page: Page, subject: string): Promise<void> {
  await page.goto(`/permohonan?q=${encodeURIComponent(subject)}`);
  await page.locator('tbody').getByRole('link').first().click();
  await expect(heading(page, 1, new RegExp(subject))).toBeVisible();
  await expect(page.getByRole('list', { name: 'Riwayat' })).toBeVisible();
}

test('the pictures of the applicant', async ({ signedIn }) => {
  const page = await signedIn('pemohon');
  await page.goto('/dasbor');
  await expect(page.locator('tbody tr').first()).toBeVisible();
  await picture(page, 'dasbor');

  await page.goto('/permohonan/baru/subdomain');
  await expect(heading(page, 2, 'Yang perlu disiapkan')).toBeVisible();
  await picture(page, 'permohonan-baru');

  await openRequest(page, 'Data anggaran internet puskesmas');
  await picture(page, 'permohonan');
  await page.getByRole('button', { name: 'Mengapa tanggal ini?' }).click();
  await expect(page.getByRole('dialog').getByRole('row').first()).toBeVisible();
  await picture(page, 'tenggat');

  await openRequest(page, 'Subdomain layanan vaksinasi');
  await picture(page, 'perlu-perbaikan');

  await page.goto('/aset');
  await expect(page.locator('tbody tr').first()).toBeVisible();
  await picture(page, 'aset');
});

test('the pictures of the head of the office', async ({ signedIn }) => {
  const page = await signedIn('kadis');
  await page.goto('/kotak-masuk');
  await expect(page.locator('[data-ticket]').first()).toBeVisible();
  await picture(page, 'kotak-masuk');

  await openRequest(page, 'Pembangunan aplikasi pemantauan sanitasi');
  await page.getByRole('button', { name: 'Disposisi', exact: true }).click();
  await expect(page.getByRole('dialog').getByLabel('Catatan disposisi')).toBeVisible();
  await picture(page, 'disposisi');
});

test('the picture of the technical team', async ({ signedIn }) => {
  const page = await signedIn('teknis.aptika');
  await openRequest(page, 'Pembangunan aplikasi rekam gizi balita');
  await page.waitForLoadState('networkidle');
  const waits = page.getByRole('region', { name: 'Menunggu pihak luar' });
  await waits.evaluate((section) => section.scrollIntoView({ block: 'center' }));
  await picture(page, 'menunggu-pihak-luar');
});

test('the pictures of the administrator', async ({ signedIn }) => {
  const page = await signedIn('admin');
  await page.goto('/admin/layanan/subdomain');
  await expect(page.getByLabel('Nama layanan')).toBeVisible();
  await picture(page, 'ubah-layanan');

  await page.goto('/admin/orang');
  await expect(page.locator('tbody tr').first()).toBeVisible();
  await picture(page, 'orang');

  await page.goto('/admin/kalender');
  await expect(heading(page, 1, 'Kalender kerja')).toBeVisible();
  await picture(page, 'kalender');
});
