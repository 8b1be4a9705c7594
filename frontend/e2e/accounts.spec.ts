import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectNoSidewaysScrolling, test } from './fixtures';

const chosen = 'jendela biru kemarin sore';

/** The six digits that an authenticator application shows (RFC 6238), `steps` half-minutes from now. */
function oneTimeCode(secret: string, steps = 0): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function signInWith(page: Page, username: string, code?: string): Promise<void> {
  await page.goto('/masuk');
  await page.getByLabel('Nama pengguna').fill(username);
  await page.getByLabel('Kata sandi', { exact: true }).fill(chosen);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  if (code) {
    await page.getByLabel('Kode verifikasi').fill(code);
    await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  }
  await expect(page).toHaveURL(/\/dasbor$/);
}

test('from the invitation to signing out everywhere', async ({ browser, watch, signedIn }) => {
  test.slow();
  const admin = await signedIn('admin');
  await admin.goto('/dasbor');
  await admin.getByRole('link', { name: 'Orang', exact: true }).click();
  await expect(admin.getByRole('link', { name: 'Siti Rahmawati' })).toBeVisible();
  await expectAccessible(admin);
  await admin.getByRole('link', { name: 'Undang orang' }).click();
  await admin.getByLabel('Nama', { exact: true }).fill('Wati Lestari');
  await admin.getByLabel('Nama pengguna').fill('wati.lestari');
  await admin.getByLabel('Instansi', { exact: true }).selectOption({ label: 'Dinas Kesehatan' });
  await expectAccessible(admin);
  await admin.getByRole('button', { name: 'Buat akun' }).click();
  const link = admin.getByText(/\/kata-sandi#/);
  await expect(link).toBeVisible();
  const [, token] = ((await link.textContent()) ?? '').split('#');

  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await watch(page, /401|422/);
  await page.goto(`/kata-sandi#${token}`);
  await expect(page.getByText(/Selamat datang, Wati Lestari/)).toBeVisible();
  await page.getByLabel('Kata sandi baru', { exact: true }).fill('wati lestari 12');
  await page.getByLabel('Ulangi kata sandi baru').fill('wati lestari 12');
  await page.getByRole('button', { name: 'Simpan kata sandi' }).click();
  await expect(page.getByRole('alert').getByText(/paling sering dipakai/)).toBeVisible();
  await page.getByLabel('Kata sandi baru', { exact: true }).fill(chosen);
  await page.getByLabel('Ulangi kata sandi baru').fill(chosen);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Simpan kata sandi' }).click();
  await page.getByRole('link', { name: 'Ke halaman masuk' }).click();
  await signInWith(page, 'wati.lestari');

  await page.goto('/profil');
  await page.getByRole('link', { name: 'Keamanan akun' }).click();
  await page.getByRole('button', { name: 'Aktifkan' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Kata sandi Anda').fill(chosen);
  await dialog.getByRole('button', { name: 'Lanjutkan' }).click();
  await expect(dialog.getByRole('img', { name: /Kode QR/ })).toBeVisible();
  const secret = (await dialog.locator('code').textContent()) ?? '';
  await dialog.getByLabel('Kode enam angka').fill(oneTimeCode(secret));
  await dialog.getByRole('button', { name: 'Aktifkan' }).click();
  await expect(dialog.getByRole('listitem')).toHaveCount(10);
  await dialog.getByRole('button', { name: 'Sudah saya simpan' }).click();
  await expect(page.getByText(/^Aktif sejak/)).toBeVisible();

  // The next half-minute's code: the one that set it up is used. A clock may be off by so much.
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await watch(other, /401/);
  await signInWith(other, 'wati.lestari', oneTimeCode(secret, 1));

  await page.reload();
  await expect(page.getByRole('button', { name: /^Akhiri sesi/ })).toHaveCount(1);
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await page.getByRole('button', { name: 'Keluar dari semua perangkat lain' }).click();
  await expect(page.getByText('Semua sesi lain sudah diakhiri.')).toBeVisible();
  await other.goto('/permohonan');
  await expect(other).toHaveURL(/\/masuk/);
  await Promise.all([context.close(), elsewhere.close()]);

  await admin.goto('/admin/orang?q=wati');
  await admin.getByRole('link', { name: 'Wati Lestari' }).click();
  await expect(admin.getByText(/Verifikasi dua langkah aktif/)).toBeVisible();
  await expectAccessible(admin);
});
