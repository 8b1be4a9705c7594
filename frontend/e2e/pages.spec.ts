import type { Page } from '@playwright/test';
import {
  type Account,
  expect,
  expectAccessible,
  expectGoodLooks,
  expectNoSidewaysScrolling,
  test,
} from './fixtures';

/** Every page in both schemes and at both widths: accessible, not scrolling sideways, silent on the console. */

interface Visit {
  path: string;
  /** Something that is there once the page has loaded. */
  ready(page: Page): Promise<void>;
}

const heading = (level: number, name: string | RegExp) => (page: Page) =>
  expect(page.getByRole('heading', { level, name })).toBeVisible();
const inboxRows = (page: Page) => expect(page.locator('[data-ticket]').first()).toBeVisible();
const rows = (page: Page) => expect(page.locator('tbody tr').first()).toBeVisible();

/** Opens the newest request of the list, whatever its number. */
async function firstTicket(page: Page): Promise<void> {
  await page.locator('tbody').getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 2, name: 'Riwayat' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Riwayat' })).toBeVisible();
}

/** The first five are pages of the public site, the others of this program; to a visitor they are one. */
const guestPages: Visit[] = [
  { path: '/', ready: heading(1, /./) },
  { path: '/layanan/subdomain', ready: heading(1, /^Subdomain/) },
  { path: '/kebijakan', ready: heading(1, /./) },
  { path: '/lacak', ready: heading(1, 'Lacak permohonan') },
  { path: '/cek', ready: heading(1, 'Cek keaslian dokumen') },
  { path: '/ajukan/pengaduan', ready: heading(1, /Pengaduan/) },
  { path: '/masuk', ready: heading(1, 'Masuk') },
  { path: '/layanan', ready: heading(2, 'Pusat Data') },
  { path: '/layanan?q=tidak-ada-layanan-ini', ready: heading(2, /Tidak ada layanan/) },
  { path: '/tidak-ada', ready: heading(1, 'Halaman tidak ditemukan') },
];

const memberPages: Record<string, Visit[]> = {
  pemohon: [
    { path: '/dasbor', ready: rows },
    { path: '/permohonan', ready: rows },
    { path: '/permohonan?q=tidakadasamasekali', ready: heading(2, 'Tidak ada permohonan yang cocok') },
    { path: '/permohonan?holder=me', ready: firstTicket },
    { path: '/permohonan?status=done', ready: firstTicket },
    { path: '/permohonan/baru', ready: heading(2, 'Pusat Data') },
    { path: '/permohonan/baru/subdomain', ready: heading(2, 'Yang perlu disiapkan') },
    { path: '/profil', ready: heading(2, 'Ubah kata sandi') },
  ],
  kadis: [
    { path: '/dasbor', ready: rows },
    { path: '/kotak-masuk', ready: inboxRows },
    { path: '/buku-agenda', ready: heading(1, 'Buku agenda') },
    {
      path: '/kotak-masuk',
      ready: async (page) => {
        await page.locator('[data-ticket] a').first().focus();
        await page.keyboard.press('d');
        await page.getByRole('button', { name: 'Kirim disposisi' }).click();
        await expect(page.getByRole('dialog').getByRole('alert')).toBeFocused();
      },
    },
  ],
};

async function visit(page: Page, visits: Visit[]): Promise<void> {
  for (const { path, ready } of visits) {
    await test.step(path, async () => {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(path);
      await ready(page);
      await expectGoodLooks(page);
    });
  }
}

test('public pages', async ({ page, watch }) => {
  test.slow();
  await watch(page);
  await visit(page, guestPages);
});

for (const [account, visits] of Object.entries(memberPages))
  test(`pages of ${account}`, async ({ signedIn }) => {
    test.slow();
    await visit(await signedIn(account as Account), visits);
  });

test('a phone opens every page by itself', async ({ signedIn }) => {
  const page = await signedIn('pemohon', { viewport: { width: 390, height: 844 }, hasTouch: true });
  for (const { path, ready } of memberPages.pemohon ?? []) {
    await page.goto(path);
    await ready(page);
    await expectNoSidewaysScrolling(page);
  }
});

test('the server in trouble is told in words, with a way to try again', async ({ signedIn }) => {
  const page = await signedIn('pemohon', {}, /503/);
  let broken = true;
  await page.route('**/api/v1/tickets?**', (route) =>
    broken
      ? route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: '{"code":"unavailable"}',
        })
      : route.fallback(),
  );
  await page.goto('/permohonan');
  await expect(page.getByRole('alert')).toContainText('Layanan sedang tidak tersedia');
  await expectAccessible(page);
  broken = false;
  await page.getByRole('button', { name: 'Coba lagi' }).click();
  await expect(page.locator('tbody tr').first()).toBeVisible();
});

test('English and the dark scheme are chosen once and kept', async ({ signedIn }) => {
  const page = await signedIn('pemohon');
  await page.goto('/profil');
  await page.getByLabel('Bahasa', { exact: true }).selectOption('en');
  await expect(page.getByRole('heading', { level: 1, name: 'Profile' })).toBeVisible();
  await page.getByLabel('Appearance', { exact: true }).selectOption('dark');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Profile' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.goto('/permohonan');
  await expect(page.getByRole('columnheader', { name: 'Ticket number' })).toBeVisible();
});

test('filters live in the URL, and going back undoes nothing else', async ({ signedIn }) => {
  const page = await signedIn('pemohon');
  await page.goto('/permohonan');
  await page.getByLabel('Status').selectOption('done');
  await expect(page).toHaveURL(/status=done/);
  await page.getByLabel('Cari').fill('subdomain');
  await expect(page).toHaveURL(/q=subdomain/);
  await expect(page.locator('tbody tr').first()).toContainText('Selesai');
  await page.locator('tbody').getByRole('link').first().click();
  await expect(page).toHaveURL(/permohonan\/TKT-/);
  await page.goBack();
  await expect(page).toHaveURL(/status=done.*q=subdomain|q=subdomain.*status=done/);
  await expect(page.getByLabel('Cari')).toHaveValue('subdomain');
  await page.getByRole('button', { name: 'Hapus saringan' }).click();
  await expect(page).toHaveURL(/\/permohonan$/);
  await expect(page.getByLabel('Cari')).toHaveValue('');
});
