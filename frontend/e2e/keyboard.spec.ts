import { test as base, expect, type Page } from '@playwright/test';
import { password, pdfFile, test } from './fixtures';

/** Presses Tab until the element with this accessible name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const labelled = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null;
      return labelled ?? element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    });
    if (name.test(focused.trim())) return;
  }
  throw new Error(`Tab never reached ${name}`);
}

test('signing in and sending a request needs no mouse', async ({ page, watch }) => {
  await watch(page);
  await page.goto('/masuk');
  await expect(page.getByRole('heading', { level: 1, name: 'Masuk' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Langsung ke isi' })).toBeFocused();
  await tabTo(page, /^Nama pengguna$/);
  await page.keyboard.type('pemohon2');
  await tabTo(page, /^Kata sandi$/);
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/dasbor$/);

  await tabTo(page, /^Ajukan permohonan$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Ajukan permohonan' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Subdomain kaltaraprov.go.id' })).toBeVisible();
  await tabTo(page, /^Subdomain kaltaraprov\.go\.id$/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/baru\/subdomain$/);
  await expect(page.getByRole('button', { name: 'Mulai mengisi' })).toBeVisible();
  await tabTo(page, /^Mulai mengisi$/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/permohonan\/draf\//);
  await expect(page.getByLabel('Perihal')).toBeVisible();
  await tabTo(page, /^Perihal$/);
  await page.keyboard.type('Dikirim dengan papan ketik');
  await tabTo(page, /^Subdomain baru$/);
  await page.keyboard.press('Space');
  await tabTo(page, /^Nama domain yang dimohonkan$/);
  await page.keyboard.type('papan-ketik');
  await tabTo(page, /^Nama aplikasi$/);
  await page.keyboard.type('Papan Ketik');
  await tabTo(page, /^Situs instansi$/);
  await page.keyboard.press('Space');
  await tabTo(page, /^Pusat Komputasi DKISP$/);
  await page.keyboard.press('Space');
  await tabTo(page, /^Kapasitas hosting yang diminta$/);
  await page.keyboard.type('5');
  await tabTo(page, /^Nomor telepon$/);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('081253000111');
  const chooser = page.waitForEvent('filechooser'); // asked for well before the key, which waits for nothing
  await tabTo(page, /^Pilih berkas: Surat permohonan$/);
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(pdfFile('surat.pdf', 'papan ketik'));
  await expect(page.getByText('surat.pdf')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Hapus surat.pdf' })).toBeVisible();
  await tabTo(page, /^Periksa sebelum mengirim$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'Periksa sebelum mengirim' })).toBeFocused();
  await tabTo(page, /^Kirim Permohonan$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Permohonan terkirim' })).toBeFocused();
});

base('the menu on a phone opens, holds the focus and closes by keyboard', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/masuk');
  await page.getByLabel('Nama pengguna').fill('pemohon');
  await page.getByLabel('Kata sandi', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/dasbor$/);
  const menu = page.getByRole('button', { name: 'Menu' });
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('link', { name: 'Profil' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(menu).toBeFocused();
});
