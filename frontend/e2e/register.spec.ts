import { expect, expectAccessible, openTicket, pdfFile, test } from './fixtures';

/* The two registers of the office: what was delivered, and requests for public information. */

test('an asset is registered, its agency asks for a change, and the office extends it', async ({
  signedIn,
}) => {
  const admin = await signedIn('admin');
  await admin.goto('/aset');
  await admin.getByRole('button', { name: 'Catat aset' }).click();
  const entry = admin.getByRole('dialog');
  await entry.getByLabel('Jenis').selectOption({ label: 'Subdomain' });
  await entry.getByLabel('Pemilik').selectOption({ label: 'Dinas Kesehatan' });
  await expectAccessible(admin);
  await entry.getByLabel('Nama subdomain').fill('arsip-gizi');
  await entry.getByLabel('Nama aplikasi').fill('Arsip Gizi');
  await entry.getByLabel('Diserahkan').fill('2024-05-02');
  await entry.getByLabel('Berlaku sampai').fill('2030-12-31');
  await entry.getByLabel('Alasan').fill('Dicatat dari arsip.');
  await entry.getByRole('button', { name: 'Simpan' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'arsip-gizi.kaltaraprov.go.id' })).toBeVisible();

  const applicant = await signedIn('pemohon', { viewport: { width: 390, height: 844 } });
  await applicant.goto('/aset?q=arsip-gizi');
  await applicant.getByRole('link', { name: 'arsip-gizi.kaltaraprov.go.id' }).click();
  await expectAccessible(applicant);
  await applicant.getByRole('link', { name: 'Ajukan perubahan' }).click();
  await applicant.getByRole('button', { name: 'Mulai mengisi' }).click();
  await expect(applicant.getByLabel('Yang diminta')).toBeVisible();
  await applicant.getByRole('radio', { name: 'Perubahan alamat server' }).check();
  await expect(applicant.getByLabel('Subdomain yang dimaksud')).toHaveValue('arsip-gizi');

  const team = await signedIn('teknis.aptika');
  await team.goto(new URL(admin.url()).pathname);
  await team.getByRole('button', { name: 'Perpanjang' }).click();
  const extension = team.getByRole('dialog');
  await extension.getByLabel('Tanggal berakhir yang baru').fill('2031-12-31');
  await extension.getByLabel('Alasan').fill('Masih dipakai.');
  await extension.getByRole('button', { name: 'Perpanjang' }).click();
  await expect(team.getByText('31 Desember 2031').first()).toBeVisible();
});

test('the head answers an objection to an information request', async ({ signedIn }) => {
  const head = await signedIn('kadis');
  await head.goto('/informasi-publik?objection=true');
  await head.getByRole('link', { name: /^TKT-/ }).first().click();
  await expect(head.getByText('Tanggal alasan ditemukan')).toBeVisible();
  await expectAccessible(head);
  await head.getByRole('button', { name: 'Tanggapi keberatan' }).click();
  const dialog = head.getByRole('dialog');
  await dialog
    .getByLabel('Keputusan', { exact: false })
    .first()
    .selectOption({ label: 'Dikabulkan sebagian' });
  await dialog.getByLabel('Isi tanggapan').fill('Nilai tiap kegiatan diberikan.');
  await dialog.getByLabel('Surat keputusan').setInputFiles(pdfFile('keputusan.pdf', 'Keputusan'));
  await dialog.getByRole('button', { name: 'Tanggapi keberatan' }).click();
  const number = /TKT-\d{8}-\d{4,}/.exec(head.url())?.[0] ?? '';
  await expect(head.getByRole('button', { name: 'Unduh surat keputusan' })).toBeVisible();

  const applicant = await signedIn('pemohon');
  await openTicket(applicant, number);
  await expect(applicant.getByText('Nilai tiap kegiatan diberikan.').first()).toBeVisible();
  await expect(
    applicant.getByText(/Anda dapat mengajukan sengketa ke Komisi Informasi sampai/),
  ).toBeVisible();
});
