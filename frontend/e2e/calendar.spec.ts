import { apiOf } from './api';
import { expect, expectAccessible, expectNoSidewaysScrolling, openTicket, test } from './fixtures';

/* The working calendar as its keeper works on it, in a year that no other test counts in. */

test('a holiday is added, imported, exported and removed', async ({ signedIn }) => {
  test.slow();
  const page = await signedIn('admin');
  await page.goto('/admin/kalender?tahun=2029');
  await expect(page.getByText('Belum ada hari libur untuk tahun ini')).toBeVisible();

  await page.getByRole('button', { name: 'Tambah hari libur' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Simpan' }).click();
  await expect(dialog.getByRole('alert')).toBeFocused();
  await dialog.getByLabel('Tanggal').fill('2029-10-22');
  await dialog.getByLabel('Nama').fill('Hari Jadi Provinsi');
  await dialog.getByRole('button', { name: 'Simpan' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Kalender kerja tersimpan.')).toBeVisible();
  await expect(page.getByRole('row', { name: /Senin, 22 Oktober 2029/ })).toBeVisible();

  await page.getByRole('button', { name: 'Impor' }).click();
  const lines =
    'tanggal;jenis;nama;sumber\n01/01/2029;libur nasional;Tahun Baru 2029 Masehi;SKB\n22/10/2029;libur daerah;Hari Jadi Provinsi;\n';
  await dialog
    .locator('input[type="file"]')
    .setInputFiles({ name: 'libur.csv', mimeType: 'text/csv', buffer: Buffer.from(lines) });
  await dialog.getByRole('button', { name: 'Periksa berkas' }).click();
  await expect(dialog.getByText('Sudah ada')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Terapkan 1 hari libur' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('row', { name: /1 Januari 2029/ })).toBeVisible();

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Unduh CSV' }).click();
  expect((await download).suggestedFilename()).toBe('hari-libur-2029.csv');

  await page.getByRole('button', { name: 'Hapus Hari Jadi Provinsi' }).click();
  await dialog.getByRole('button', { name: 'Hapus' }).click();
  await expect(page.getByRole('row', { name: /22 Oktober 2029/ })).toBeHidden();
});

for (const [width, colorScheme] of [
  [1280, 'light'],
  [320, 'dark'],
] as const)
  test(`the working calendar and a due time’s account at ${width} px, ${colorScheme}`, async ({
    signedIn,
  }) => {
    test.slow();
    const page = await signedIn('admin', { viewport: { width, height: 900 }, colorScheme });
    await page.goto('/admin/kalender?tahun=2026');
    await page.getByRole('button', { name: 'Hitung', exact: true }).click();
    await expect(page.getByText(/^Tenggatnya /)).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await page.getByRole('button', { name: 'Jam layanan baru' }).click();
    await page.getByRole('dialog').getByLabel('Senin').fill('pagi');
    await page.getByRole('dialog').getByRole('button', { name: 'Simpan' }).click();
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Tulis jam Senin');
    await expectAccessible(page);

    const applicant = await signedIn('pemohon', { viewport: { width, height: 900 }, colorScheme });
    const { submitRequest } = await apiOf(applicant.request, 'pemohon');
    await openTicket(applicant, await submitRequest(`Tenggat pada ${width} piksel`));
    await applicant.getByRole('button', { name: 'Mengapa tanggal ini?' }).click();
    await expect(applicant.getByRole('dialog').getByRole('table')).toBeVisible();
    await expectAccessible(applicant);
    await expectNoSidewaysScrolling(applicant);
  });
