import type { Page } from '@playwright/test';
import { apiOf } from './api';
import { fillForm } from './fillForm';
import {
  beginDraft,
  expect,
  expectAccessible,
  expectNoSidewaysScrolling,
  openTicket,
  pdfFile,
  test,
} from './fixtures';
import { publishForm, wholeForm } from './formService';

const toCheck = (page: Page) => page.getByRole('button', { name: 'Periksa sebelum mengirim' }).click();

test('a form with conditions, rows, a total and files is filled in, checked and sent', async ({
  request,
  signedIn,
}) => {
  test.slow();
  await publishForm(request, 'jaringan-internet', wholeForm);
  const page = await signedIn('pemohon2', { viewport: { width: 390, height: 844 } });
  await beginDraft(page, 'jaringan-internet');

  await toCheck(page);
  await expect(page.getByRole('alert')).toBeFocused();
  await page.getByRole('link', { name: 'Jenis permintaan: Isian ini wajib diisi.' }).click();
  await expect(page.getByRole('radio', { name: 'Baru' })).toBeFocused();

  await expect(page.getByLabel('Nama aplikasi')).toBeHidden();
  await page.getByRole('radio', { name: 'Baru' }).check();
  await page.getByLabel('Nama aplikasi').fill('Portal Imunisasi');
  await page.getByLabel('Perihal').fill('Formulir lengkap');
  const contact = page.getByRole('group', { name: 'Narahubung' });
  await contact.getByLabel('Nomor telepon').fill('12');
  await contact.getByLabel('Nomor telepon').blur();
  await expect(page.getByText('Tulis nomor telepon yang diawali').first()).toBeVisible();
  await contact.getByLabel('Nama', { exact: true }).fill('Budi');
  await contact.getByLabel('Nomor telepon').fill('0812-5300-0111');

  const add = page.getByRole('button', { name: /^Tambah baris/ });
  for (const [index, cost] of ['250000', '1000000'].entries()) {
    await add.click();
    const row = page.getByRole('group', { name: `Baris ${index + 1}` });
    await expect(row.getByLabel('Nama peraturan')).toBeFocused();
    await row.getByLabel('Nama peraturan').fill(`Peraturan ${index + 1}`);
    await row.getByLabel(/^Biaya/).pressSequentially(cost);
  }
  await expect(page.getByRole('group', { name: 'Baris 2' }).getByLabel(/^Biaya/)).toHaveValue('1.000.000');
  await expect(page.getByText('1.250.000')).toBeVisible();
  await expect(page.getByText('Besar', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Naikkan Baris 2' }).click();
  await expect(page.getByRole('group', { name: 'Baris 1' }).getByLabel('Nama peraturan')).toHaveValue(
    'Peraturan 2',
  );
  await page.getByRole('button', { name: 'Hapus Baris 2' }).click();
  await page.getByRole('group', { name: 'Baris 1' }).getByRole('radio', { name: 'Ya' }).check();
  await toCheck(page);
  await page
    .getByRole('link', { name: 'Dasar hukum, Baris 1, Alasan pengecualian: Isian ini wajib diisi.' })
    .click();
  await page.keyboard.type('Sudah gratis');

  const proofs = page.getByLabel('Tangkapan layar', { exact: true });
  for (const name of ['satu.pdf', 'dua.pdf']) {
    await proofs.setInputFiles(pdfFile(name, name));
    await expect(page.getByRole('button', { name: `Hapus ${name}` })).toBeVisible();
  }
  await page.getByRole('button', { name: 'Naikkan dua.pdf' }).click();
  await page.getByLabel('Surat permohonan', { exact: true }).setInputFiles(pdfFile('surat.pdf', 'surat'));
  await expect(page.getByRole('button', { name: 'Hapus surat.pdf' })).toBeVisible();
  await page.getByLabel('Saya menyetujui').check();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);

  await toCheck(page);
  await expect(page.getByRole('heading', { name: 'Periksa sebelum mengirim' })).toBeFocused();
  await expect(page.getByText('Sudah gratis')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Unduh .*\.pdf$/ })).toHaveText([/dua/, /satu/, /surat/]);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Kirim Permohonan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Permohonan terkirim' })).toBeVisible();
  await openTicket(page, /TKT-\d{8}-\d{4,}/.exec(page.url())?.[0] ?? '');
  await expect(page.getByText('Portal Imunisasi')).toBeVisible();
  await expect(page.getByText('Rp 1.000.000')).toBeVisible();
  await expectAccessible(page);
});

test('a draft is continued elsewhere, and neither side overwrites the other', async ({ signedIn, watch }) => {
  test.slow();
  const desk = await signedIn('pemohon');
  await beginDraft(desk, 'helpdesk-tik');
  await desk.getByLabel('Perihal').fill('Ditulis di kantor');
  await expect(desk.getByText(/^Tersimpan pukul/)).toBeVisible();

  const home = await signedIn('pemohon');
  await home.goto('/permohonan');
  await home.getByRole('link', { name: 'Lanjutkan Ditulis di kantor' }).click();
  await expect(home.getByRole('textbox', { name: 'Perihal' })).toHaveValue('Ditulis di kantor');
  await home.getByRole('textbox', { name: 'Perihal' }).fill('Dilanjutkan di rumah');
  // Leaving at once saves at once.
  await home.getByRole('link', { name: 'Dasbor' }).click();
  await expect(home).toHaveURL(/\/dasbor$/);
  await home.goto('/permohonan');
  await expect(home.getByRole('link', { name: 'Lanjutkan Dilanjutkan di rumah' })).toBeVisible();

  const again = await desk.context().newPage();
  await watch(again, /412/);
  await again.goto(desk.url());
  await desk.close();
  await expect(again.getByLabel('Perihal')).toHaveValue('Dilanjutkan di rumah');
  await home.getByRole('link', { name: 'Lanjutkan Dilanjutkan di rumah' }).click();
  await home.getByRole('textbox', { name: 'Perihal' }).fill('Diubah sekali lagi di rumah');
  await expect(home.getByText(/^Tersimpan pukul/)).toBeVisible();
  await again.getByLabel('Perihal').fill('Diubah di kantor');
  await expect(again.getByText(/telah diubah di perangkat/)).toBeVisible();
  await again.getByRole('button', { name: 'Pakai isian dari perangkat lain' }).click();
  await expect(again.getByLabel('Perihal')).toHaveValue('Diubah sekali lagi di rumah');

  await home.getByRole('button', { name: /^Hapus draf/ }).click();
  await home.getByRole('dialog').getByRole('button', { name: 'Hapus' }).click();
  await expect(home).toHaveURL(/\/permohonan$/);
  await expect(home.getByRole('link', { name: /^Lanjutkan Diubah/ })).toBeHidden();
});

test('an upload and a saving that the network breaks are made good, and the request is sent', async ({
  signedIn,
}) => {
  const page = await signedIn('pemohon', {}, /ERR_FAILED|ERR_CONNECTION/);
  await beginDraft(page, 'helpdesk-tik');
  await page.route('**/api/v1/drafts/*/attachments', (route) => route.abort('connectionreset'));
  await page.getByLabel('Surat permohonan', { exact: true }).setInputFiles(pdfFile('putus.pdf', 'putus'));
  await expect(page.getByRole('alert').filter({ hasText: 'Belum terunggah.' })).toBeVisible();
  await page.unroute('**/api/v1/drafts/*/attachments');
  await page.getByRole('button', { name: 'Coba lagi putus.pdf' }).click();
  await expect(page.getByRole('button', { name: 'Hapus putus.pdf' })).toBeVisible();

  await page.route('**/api/v1/drafts/*', (route) => route.abort('connectionreset'));
  await page.getByLabel('Perihal').fill('Ditulis tanpa sambungan');
  await expect(page.getByText(/^Belum tersimpan/)).toBeVisible();
  await page.unroute('**/api/v1/drafts/*');
  await page.getByRole('button', { name: 'Simpan sekarang' }).click();
  await expect(page.getByText(/^Tersimpan pukul/)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Perihal')).toHaveValue('Ditulis tanpa sambungan');
  await expect(page.getByText('putus.pdf')).toBeVisible();

  const { form, example } = await (await page.request.get('/api/v1/service-types/helpdesk-tik')).json();
  await fillForm(page, form, example);
  await toCheck(page);
  await expect(page.getByRole('button', { name: 'Unduh putus.pdf' })).toBeVisible();
  await page.getByRole('button', { name: 'Kirim Permohonan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Permohonan terkirim' })).toBeVisible();
});

test('a returned request is mended at the field that the officer pointed at', async ({
  request,
  signedIn,
}) => {
  test.slow();
  const { submitRequest } = await apiOf(request, 'pemohon');
  const number = await submitRequest('Subdomain dengan nama yang keliru');
  const counter = await signedIn('loket');
  await openTicket(counter, number);
  await counter.getByRole('button', { name: 'Terima permohonan' }).click();
  await counter.getByRole('button', { name: 'Kembalikan ke pemohon' }).click();
  const dialog = counter.getByRole('dialog');
  await dialog.getByLabel('Alasan pengembalian').fill('Nama aplikasi belum jelas.');
  await dialog.getByLabel('Bagian', { exact: true }).selectOption({ label: 'Nama aplikasi' });
  await dialog.getByLabel('Yang perlu diperbaiki').fill('Sebutkan nama resminya.');
  await dialog.getByRole('button', { name: 'Kembalikan ke pemohon' }).click();
  await expect(counter.getByText('Permohonan dikembalikan kepada pemohon.')).toBeVisible();

  const applicant = await signedIn('pemohon');
  await openTicket(applicant, number);
  await applicant.getByRole('button', { name: 'Kirim perbaikan' }).click();
  const mending = applicant.getByRole('form', { name: 'Perbaiki permohonan' });
  await expect(mending.getByText('Perlu diperbaiki: Sebutkan nama resminya.')).toBeVisible();
  await mending.getByLabel('Nama aplikasi').fill('Nama Resmi Aplikasi');
  await expectAccessible(applicant);
  await mending.getByRole('button', { name: 'Kirim perbaikan' }).click();
  await expect(applicant.getByText('Perbaikan terkirim. Terima kasih.')).toBeVisible();

  await openTicket(counter, number);
  await counter.getByText('Perubahan isian sejak pengiriman sebelumnya').click();
  await expect(counter.getByRole('insertion').filter({ hasText: 'Nama Resmi Aplikasi' })).toBeVisible();
});

const examples = [
  'publikasi-berita',
  'media-luar-ruang',
  'cloud-storage',
  'vpn',
  'wifi-publik',
  'virtual-meeting',
  'data-statistik',
];

test('the examples of seven more services are filled in and sent', async ({ signedIn }) => {
  test.slow();
  const page = await signedIn('pemohon2');
  for (const code of examples) {
    const service = await (await page.request.get(`/api/v1/service-types/${code}`)).json();
    await beginDraft(page, code);
    await page.getByLabel('Perihal').fill(`Contoh ${code}`);
    await fillForm(page, service.form, service.example);
    if (service.letter === 'required') {
      await page.getByLabel('Surat permohonan', { exact: true }).setInputFiles(pdfFile('surat.pdf', code));
      await expect(page.getByRole('button', { name: 'Hapus surat.pdf' })).toBeVisible();
    }
    await toCheck(page);
    await page.getByRole('button', { name: 'Kirim Permohonan' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Permohonan terkirim' }), code).toBeVisible();
  }
});
