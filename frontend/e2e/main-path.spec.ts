import { readFile } from 'node:fs/promises';
import { apiOf } from './api';
import { expect, openTicket, pdf, pdfFile, sendRequest, test } from './fixtures';

/** The way of a request through the office, each person in a browser of their own. */
test('a request goes from the applicant to the technical team, and the letter comes back', async ({
  signedIn,
}) => {
  test.slow();
  const applicant = await signedIn('pemohon');
  const subject = 'Subdomain untuk portal imunisasi';
  const number = await sendRequest(applicant, subject);
  await expect(applicant.getByText(/pukul \d{2}\.\d{2} WITA/).first()).toBeVisible();

  const counter = await signedIn('loket');
  await counter.goto('/kotak-masuk');
  await counter.getByLabel('Cari').fill(number);
  await expect(counter).toHaveURL(new RegExp(`q=${number}`));
  await counter.getByRole('button', { name: `Terima permohonan ${number}` }).click();
  await expect(counter.getByText(`${number} Anda terima.`)).toBeVisible();
  await openTicket(counter, number);
  await counter.getByRole('button', { name: 'Teruskan' }).click();
  await counter.getByLabel('Diteruskan kepada').selectOption({ label: 'Kepala Dinas' });
  await counter.getByLabel('Catatan (opsional)').fill('Berkas lengkap.');
  await counter.getByRole('dialog').getByRole('button', { name: 'Teruskan' }).click();
  await expect(counter.getByText('Permohonan diteruskan.')).toBeVisible();

  const head = await signedIn('kadis', { viewport: { width: 390, height: 844 }, hasTouch: true });
  await openTicket(head, number);
  await head.getByRole('button', { name: 'Terima permohonan' }).click();
  await head.getByRole('button', { name: 'Disposisi', exact: true }).click();
  await head
    .getByLabel('Diteruskan kepada')
    .selectOption({ label: 'Kepala Bidang – Bidang Aplikasi Informatika' });
  await head.getByLabel('Tindak lanjuti').check();
  await head.getByLabel('Segera', { exact: true }).check();
  await head.getByRole('button', { name: 'Kirim disposisi' }).click();
  await expect(head.getByText('Disposisi terkirim.')).toBeVisible();

  const division = await signedIn('kabid.aptika');
  await openTicket(division, number);
  await expect(division.getByText('Tindak lanjuti')).toBeVisible();
  await division.getByRole('button', { name: 'Terima permohonan' }).click();
  await division.getByRole('button', { name: 'Disposisi', exact: true }).click();
  await division
    .getByLabel('Diteruskan kepada')
    .selectOption({ label: 'Tim Teknis – Bidang Aplikasi Informatika' });
  await division.getByLabel('Catatan disposisi').fill('Siapkan DNS.');
  await division.getByRole('button', { name: 'Kirim disposisi' }).click();
  await expect(division.getByText('Disposisi terkirim.')).toBeVisible();

  const technical = await signedIn('teknis.aptika');
  await openTicket(technical, number);
  await technical.getByRole('button', { name: 'Terima permohonan' }).click();
  await technical.getByLabel('Tulis catatan internal').fill('DNS sudah disiapkan.');
  await technical.getByRole('button', { name: 'Simpan catatan' }).click();
  await expect(technical.getByRole('listitem').filter({ hasText: 'DNS sudah disiapkan.' })).toBeVisible();
  await technical.getByRole('button', { name: 'Selesaikan' }).click();
  const dialog = technical.getByRole('dialog');
  await dialog.getByLabel('Catatan untuk pemohon').fill('Subdomain sudah aktif.');
  await dialog.getByLabel('Nama subdomain').fill('imunisasi');
  await dialog.getByLabel('Nama aplikasi').fill('Portal Imunisasi');
  await dialog
    .getByLabel('Surat jawaban', { exact: true })
    .setInputFiles(pdfFile('jawaban.pdf', `Jawaban ${number}`));
  await dialog.getByRole('button', { name: 'Selesaikan permohonan' }).click();
  await expect(
    technical.getByText('Permohonan selesai. Pemohon dapat mengunduh surat jawaban.'),
  ).toBeVisible();

  await openTicket(applicant, number);
  await expect(applicant.getByText('Terpenuhi')).toBeVisible();
  await expect(applicant.getByText('Subdomain sudah aktif.').first()).toBeVisible();
  await expect(applicant.getByText('DNS sudah disiapkan.')).toBeHidden();
  const downloading = applicant.waitForEvent('download');
  await applicant.getByRole('button', { name: 'Unduh surat jawaban' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('jawaban.pdf');
  expect(await readFile(await download.path())).toEqual(pdf(`Jawaban ${number}`));

  await applicant.goto(`/permohonan?q=${number}`);
  const row = applicant.getByRole('row').filter({ hasText: number });
  await expect(row).toContainText('Selesai');
  await expect(row.getByRole('button', { name: `Unduh surat jawaban ${number}` })).toBeVisible();
});

test('a returned request tells the applicant what to mend, and goes back', async ({ request, signedIn }) => {
  const { submitRequest } = await apiOf(request, 'pemohon');
  const number = await submitRequest('Subdomain dengan surat yang keliru');

  const counter = await signedIn('loket');
  await openTicket(counter, number);
  await counter.getByRole('button', { name: 'Terima permohonan' }).click();
  const returning = counter.getByRole('button', { name: 'Kembalikan ke pemohon' });
  await returning.click();
  await expect(counter.getByRole('dialog')).toBeVisible();
  await counter.keyboard.press('Escape');
  await expect(returning).toBeFocused();
  await returning.click();
  const dialog = counter.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Kembalikan ke pemohon' }).click();
  await expect(dialog.getByRole('alert')).toBeFocused();
  await dialog.getByRole('link', { name: 'Alasan pengembalian wajib diisi.' }).click();
  await expect(dialog.getByLabel('Alasan pengembalian')).toBeFocused();
  await dialog.getByLabel('Alasan pengembalian').fill('Surat belum ditandatangani.');
  await dialog.getByLabel('Yang perlu diperbaiki').fill('Unggah surat yang sudah ditandatangani.');
  await dialog.getByRole('button', { name: 'Kembalikan ke pemohon' }).click();
  await expect(counter.getByText('Permohonan dikembalikan kepada pemohon.')).toBeVisible();

  const applicant = await signedIn('pemohon', { viewport: { width: 390, height: 844 } });
  await applicant.goto('/dasbor');
  await applicant.getByRole('link', { name: 'Lihat dan perbaiki' }).click();
  await expect(applicant).toHaveURL(/holder=me/);
  await applicant.getByRole('link', { name: number }).click();
  await expect(applicant.getByText('Unggah surat yang sudah ditandatangani.').first()).toBeVisible();
  await applicant.getByRole('button', { name: 'Kirim perbaikan' }).click();
  const mending = applicant.getByRole('form', { name: 'Perbaiki permohonan' });
  await mending.getByLabel('Catatan perbaikan (opsional)').fill('Sudah ditandatangani.');
  await mending
    .getByLabel('Surat permohonan yang diperbaiki')
    .setInputFiles(pdfFile('surat-baru.pdf', 'Surat baru'));
  await mending.getByRole('button', { name: 'Kirim perbaikan' }).click();
  await expect(applicant.getByText('Perbaikan terkirim. Terima kasih.')).toBeVisible();
  await expect(applicant.getByText('Perlu perbaikan')).toBeHidden();
  await expect(applicant.getByText('surat-baru.pdf')).toBeVisible();
});

test('two officers never overwrite each other, and what the second typed stays', async ({
  request,
  signedIn,
  watch,
}) => {
  const { submitRequest } = await apiOf(request, 'pemohon2');
  const number = await submitRequest('Permohonan yang diperebutkan');
  const first = await signedIn('loket');
  await openTicket(first, number);
  await first.getByRole('button', { name: 'Terima permohonan' }).click();
  await expect(first.getByText('Permohonan Anda terima.')).toBeVisible();

  const second = await first.context().newPage();
  await watch(second, /412|409/);
  await openTicket(second, number);
  await second.getByRole('button', { name: 'Teruskan' }).click();
  await second.getByLabel('Diteruskan kepada').selectOption({ label: 'Kepala Dinas' });
  const note = second.getByLabel('Catatan (opsional)');
  await note.fill('Catatan yang tidak boleh hilang');

  await first.getByRole('button', { name: 'Kembalikan ke pemohon' }).click();
  const dialog = first.getByRole('dialog');
  await dialog.getByLabel('Alasan pengembalian').fill('Surat keliru.');
  await dialog.getByLabel('Yang perlu diperbaiki').fill('Unggah surat yang benar.');
  await dialog.getByRole('button', { name: 'Kembalikan ke pemohon' }).click();
  await expect(first.getByText('Permohonan dikembalikan kepada pemohon.')).toBeVisible();

  await second.getByRole('dialog').getByRole('button', { name: 'Teruskan' }).click();
  await expect(second.getByText(/baru saja diubah oleh orang lain/)).toBeVisible();
  await expect(note).toHaveValue('Catatan yang tidak boleh hilang');
  await expect(second.getByText('Perlu perbaikan')).toBeVisible();
});
