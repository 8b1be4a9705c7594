import type { Page } from '@playwright/test';
import { type Account, expect, expectAccessible, expectNoSidewaysScrolling, test } from './fixtures';

/** Every page in both schemes and at both widths: accessible, not scrolling sideways, silent on the console. */

interface Look {
  name: string;
  width: number;
  colorScheme: 'light' | 'dark';
}

const looks: Look[] = [
  { name: 'desktop, light', width: 1280, colorScheme: 'light' },
  { name: 'desktop, dark', width: 1280, colorScheme: 'dark' },
  { name: 'phone, light', width: 390, colorScheme: 'light' },
  { name: 'phone, dark', width: 390, colorScheme: 'dark' },
];

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

for (const look of looks) {
  const options = { viewport: { width: look.width, height: 900 }, colorScheme: look.colorScheme };

  test(`public pages: ${look.name}`, async ({ browser, watch }) => {
    test.slow();
    const context = await browser.newContext(options);
    const page = await context.newPage();
    watch(page);
    for (const { path, ready } of guestPages) {
      await test.step(path, async () => {
        await page.goto(path);
        await ready(page);
        await expectAccessible(page);
        await expectNoSidewaysScrolling(page);
      });
    }
    await context.close();
  });

  for (const [account, visits] of Object.entries(memberPages)) {
    test(`pages of ${account}: ${look.name}`, async ({ signedIn }) => {
      test.slow();
      const page = await signedIn(account as Account, options);
      for (const { path, ready } of visits) {
        await test.step(path, async () => {
          await page.goto(path);
          await ready(page);
          await expectAccessible(page);
          await expectNoSidewaysScrolling(page);
        });
      }
    });
  }
}

test('nothing scrolls sideways at 320 px', async ({ signedIn }) => {
  const page = await signedIn('pemohon', { viewport: { width: 320, height: 640 } });
  for (const { path, ready } of memberPages.pemohon ?? []) {
    await page.goto(path);
    await ready(page);
    await expectNoSidewaysScrolling(page);
  }
});

test('the server in trouble is told in words, with a way to try again', async ({ watch, signedIn }) => {
  const first = await signedIn('pemohon');
  const page = await first.context().newPage();
  await first.close();
  watch(page, /503/);
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
