import type { Page } from '@playwright/test';
import { expect, expectGoodLooks, expectAccessible as expectNoViolations, pdfFile, test } from './fixtures';

/*
 * The catalogue and the office as their keepers work on them. Every test uses a service of its own, so that they
 * may run beside each other.
 */

/**
 * The bar with the buttons stays at the bottom of the window. Axe takes a target that it happens to cover half
 * for a small one, so the bar rests in its own place while axe looks; focus is kept clear of it by scroll margins.
 */
async function expectAccessible(page: Page): Promise<void> {
  const bar = page.locator('form > :last-child:has(button[type="submit"])');
  const rest = (position: string) =>
    bar.evaluateAll((bars: HTMLElement[], value) => {
      for (const element of bars) element.style.position = value;
    }, position);
  await rest('static');
  await expectNoViolations(page);
  await rest('');
}

const save = (page: Page) => page.getByRole('button', { name: 'Simpan draf' }).click();

/** Fills in a new service that can be published as it is, and saves it; ends in its editor. */
async function makeService(page: Page, name: string): Promise<void> {
  await page.goto('/admin/layanan-baru');
  await page.getByLabel('Nama layanan').fill(name);
  await page.getByLabel('Ringkasan').fill('Peminjaman studio untuk siaran Perangkat Daerah.');
  await page.getByLabel('Kelompok').selectOption('publikasi-dan-media');
  await page.locator('summary', { hasText: 'Pengerjaan' }).click();
  await page.locator('[data-row="2"]').getByLabel('Bidang').selectOption('aptika');
  await save(page);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

async function publish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Terbitkan…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Yang akan terjadi')).toBeVisible();
  await dialog.getByRole('button', { name: 'Terbitkan', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/^Versi \d+ sudah terbit\.$/)).toBeVisible();
}

test('a service is made, previewed, published and asked for, with no line of code', async ({ signedIn }) => {
  test.slow();
  const page = await signedIn('admin', {}, /422/);
  await page.goto('/dasbor');
  await page.getByRole('link', { name: 'Kelola layanan' }).click();
  await expect(page.getByRole('link', { name: 'Subdomain kaltaraprov.go.id' })).toBeVisible();
  await page.getByRole('link', { name: 'Buat layanan' }).click();

  // What is missing is told by the server, at the fields.
  await page.getByLabel('Nama layanan').fill('Pinjam Studio Siaran');
  await expect(page.getByLabel('Kode', { exact: true })).toHaveValue('pinjam-studio-siaran');
  await save(page);
  const summary = page.getByRole('alert').filter({ hasText: 'Ada yang perlu diperbaiki' });
  await expect(summary).toBeFocused();
  await summary.getByRole('link', { name: /^Ringkasan:/ }).click();
  await expect(page.getByLabel('Ringkasan')).toBeFocused();
  await page.keyboard.type('Peminjaman studio untuk siaran Perangkat Daerah.');
  await page.getByLabel('Kelompok').selectOption('publikasi-dan-media');
  await page
    .getByLabel('Uraian', { exact: true })
    .fill('Studio **siaran** untuk:\n\n- siniar\n- siaran langsung');
  await page.getByText('Lihat hasilnya').first().click();
  await expect(page.getByRole('listitem').filter({ hasText: /^siniar$/ })).toBeVisible();

  await page.getByRole('button', { name: 'Tambah persyaratan' }).click();
  await expect(page.getByLabel('Yang harus disiapkan')).toBeFocused();
  await page.keyboard.type('Surat permohonan yang memuat:');
  await page.getByLabel('Rincian').fill('Tanggal pemakaian\nNarahubung');

  // The steps: the second goes, a new one comes and is moved up by keyboard.
  await page.getByRole('button', { name: 'Hapus Langkah 2' }).click();
  await expect(page.getByRole('button', { name: 'Urungkan' })).toBeFocused();
  await page.getByRole('button', { name: 'Tambah langkah' }).click();
  await page.keyboard.type('Pemeriksaan jadwal');
  const steps = page.getByRole('group', { name: 'Langkah', exact: true });
  await steps.locator('[data-row="2"]').getByLabel('Bidang').selectOption('aptika');
  await page.getByRole('button', { name: 'Naikkan Langkah 3' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Naikkan Langkah 2' })).toBeFocused();

  // The way back when the check fails: told in words and by an arrow, as soon as it is chosen.
  const second = steps.locator(':scope > ol > [data-row="1"]');
  await second.getByRole('button', { name: 'Tambah cabang' }).click();
  await page.getByLabel('Bila', { exact: true }).selectOption('verification_failed');
  const diagram = page.getByRole('figure', { name: 'Gambar alur' });
  await expect(diagram.getByText('langkah yang tidak ada')).toBeVisible();
  await page.getByLabel('Menuju langkah').selectOption({ label: '1. Penerimaan permohonan' });
  const checked = diagram.getByRole('listitem').filter({ hasText: '2. Pemeriksaan jadwal' });
  await expect(checked.getByText('Verifikasi gagal')).toContainText('1. Penerimaan permohonan');
  await save(page);
  // The unit of the last step is still missing; its row opens by itself.
  await summary.getByRole('link', { name: /^Langkah › Langkah 3 › Bidang:/ }).click();
  const unit = steps.locator('[data-row="2"]').getByLabel('Bidang');
  await expect(unit).toBeFocused();
  await expect(diagram.getByRole('listitem').filter({ hasText: '3. Pengerjaan' })).toContainText(
    'memerlukan unit',
  );
  await unit.selectOption('aptika');
  await page.getByLabel('Jangka waktu penyelesaian: dihitung dalam').selectOption('working_days');
  await page.getByLabel('Jangka waktu penyelesaian: lama').fill('2');
  await page.getByLabel('Catatan perubahan').fill('Layanan baru.');
  await expectAccessible(page);
  await save(page);
  await expect(page).toHaveURL(/\/admin\/layanan\/pinjam-studio-siaran$/);
  await expect(page.getByText('Semua perubahan tersimpan.')).toBeVisible();

  await page.getByRole('button', { name: 'Pratinjau', exact: true }).click();
  await expect(page).toHaveURL(/\/versi\/1$/);
  await expect(page.getByText(/Pratinjau versi 1 \(Draf\)/)).toBeVisible();
  const preview = page.frameLocator('iframe');
  await expect(preview.getByText('2 hari kerja').first()).toBeVisible();
  await expect(preview.getByText('Tanggal pemakaian')).toBeVisible();
  await expectAccessible(page);
  await publish(page);

  const applicant = await signedIn('pemohon');
  await applicant.goto('/permohonan/baru?q=studio');
  await applicant.getByRole('link', { name: 'Pinjam Studio Siaran' }).click();
  await applicant.getByLabel('Perihal').fill('Pinjam studio hari Senin');
  await applicant
    .getByLabel('Surat permohonan', { exact: true })
    .setInputFiles(pdfFile('surat.pdf', 'pinjam studio'));
  await applicant.getByRole('button', { name: 'Kirim Permohonan' }).click();
  await expect(applicant.getByRole('heading', { level: 1, name: 'Permohonan terkirim' })).toBeVisible();
});

test('a new version is compared with the old one and takes effect on a date', async ({ signedIn }) => {
  test.slow();
  const page = await signedIn('admin');
  await makeService(page, 'Layanan Dibandingkan');
  await publish(page);
  await expect(page.getByText(/Versi 1 sudah terbit dan tidak berubah/)).toBeVisible();
  await page.getByLabel('Ringkasan').fill('Peminjaman studio dan alat untuk siaran Perangkat Daerah.');
  await page.getByLabel('Jangka waktu penyelesaian: dihitung dalam').selectOption('clock_hours');
  await page.getByLabel('Jangka waktu penyelesaian: lama').fill('8');
  await page.getByRole('button', { name: 'Simpan dan terbitkan…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Terbitkan versi 2' });
  await dialog.getByLabel('Pada tanggal').check();
  await dialog.getByRole('button', { name: 'Terbitkan', exact: true }).click();
  await expect(dialog.getByRole('alert')).toBeFocused();
  await dialog.getByLabel('Tanggal berlaku').fill('2099-01-31');
  // The dialog, too, must not half cover what lies behind it while axe looks.
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Terbitkan', exact: true }).click();
  await expect(page.getByText('Versi 2 akan berlaku mulai 31 Januari 2099.')).toBeVisible();

  await page.getByRole('link', { name: 'Riwayat' }).click();
  const rows = page.locator('tbody tr');
  await expect(rows.filter({ hasText: 'Versi 2' })).toContainText('Terjadwal');
  await expect(rows.filter({ hasText: 'Versi 2' })).toContainText('31 Januari 2099 pukul 00.00 WITA');
  await expect(rows.filter({ hasText: 'Versi 1' })).toContainText('Terbit');
  await expect(page.getByText('2 perbedaan')).toBeVisible();
  await expect(page.locator('ins', { hasText: 'dan alat' })).toBeVisible();
  await expect(page.locator('ins', { hasText: '8 jam' })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Tutup layanan…' }).click();
  await page.getByRole('button', { name: 'Tutup layanan', exact: true }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toBeFocused();
  await page.getByLabel('Alasan').fill('Digabung dengan layanan lain.');
  await page.getByRole('button', { name: 'Tutup layanan', exact: true }).click();
  await expect(page.getByText('Layanan sudah ditutup.')).toBeVisible();
  await page.getByRole('button', { name: 'Buka kembali…' }).click();
  await page.getByLabel('Alasan').fill('Keliru.');
  await page.getByRole('button', { name: 'Buka kembali', exact: true }).click();
  await expect(page.getByText('Layanan sudah dibuka kembali.')).toBeVisible();
});

test('what is typed survives leaving, and somebody else saving in between', async ({ watch, signedIn }) => {
  test.slow();
  const page = await signedIn('admin');
  await makeService(page, 'Layanan Bersama');
  await page.getByLabel('Ringkasan').fill('Ketikan saya.');
  await page.getByRole('link', { name: 'Riwayat' }).click();
  await page.getByRole('button', { name: 'Tetap di sini' }).click();
  await page.getByRole('link', { name: 'Riwayat' }).click();
  await page.getByRole('button', { name: 'Tinggalkan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Riwayat Layanan Bersama' })).toBeVisible();
  await page.getByRole('link', { name: 'Ubah', exact: true }).click();
  await expect(page.getByText(/dimuat kembali dari peramban ini/)).toBeVisible();
  await expect(page.getByLabel('Ringkasan')).toHaveValue('Ketikan saya.');

  const colleague = await signedIn('admin');
  await colleague.goto('/admin/layanan/layanan-bersama');
  await colleague.getByLabel('Uraian', { exact: true }).fill('Ketikan rekan.');
  await save(colleague);
  await expect(colleague.getByText('Semua perubahan tersimpan.')).toBeVisible();

  const mine = await page.context().newPage();
  await page.close();
  await watch(mine, /412/);
  await mine.goto('/admin/layanan/layanan-bersama');
  const notice = mine.getByRole('status').filter({ hasText: 'Sudah diubah oleh orang lain' });
  await expect(notice).toBeVisible();
  await save(mine);
  await expect(notice).toBeVisible();
  await expect(mine.getByLabel('Ringkasan')).toHaveValue('Ketikan saya.');
  await mine.getByRole('button', { name: 'Lanjutkan dengan isian saya' }).click();
  await save(mine);
  await expect(mine.getByText('Semua perubahan tersimpan.')).toBeVisible();
  await mine.reload();
  await expect(mine.getByLabel('Ringkasan')).toHaveValue('Ketikan saya.');
});

test('an auditor reads everything and is offered no change', async ({ signedIn }) => {
  const page = await signedIn('auditor');
  await page.goto('/admin/layanan?q=subdomain');
  await expect(page.getByRole('link', { name: 'Buat layanan' })).toBeHidden();
  await page.getByRole('link', { name: 'Subdomain kaltaraprov.go.id' }).click();
  await expect(page.getByText(/Pratinjau versi 1/)).toBeVisible();
  await expect(page.getByRole('button', { name: /Simpan|Terbitkan|Tutup layanan/ })).toHaveCount(0);
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await page.getByRole('link', { name: 'Riwayat' }).click();
  await expect(page.getByText('Bawaan aplikasi')).toBeVisible();
  await expectAccessible(page);
  for (const path of ['/admin/layanan-baru', '/admin/pengaturan']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: 'Halaman tidak ditemukan' })).toBeVisible();
  }
});

test('for an applicant these pages do not exist', async ({ signedIn }) => {
  const page = await signedIn('pemohon');
  await page.goto('/dasbor');
  await expect(page.getByRole('link', { name: 'Dasbor' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Kelola layanan' })).toHaveCount(0);
  for (const path of ['/admin/layanan', '/admin/layanan/subdomain', '/admin/pengaturan']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: 'Halaman tidak ditemukan' })).toBeVisible();
  }
});

test('an announcement is written, previewed and saved; what is wrong is told at its field', async ({
  signedIn,
}) => {
  const page = await signedIn('admin', {}, /422/);
  await page.goto('/admin/pengaturan');
  await page.getByRole('button', { name: 'Tambah pengumuman' }).click();
  await page.keyboard.type('Pemeliharaan sistem hari Sabtu.');
  await page.getByLabel('Jenis').selectOption('warning');
  await page.getByLabel('Tampil mulai').fill('2026-03-07');
  await page.getByLabel('Tampil sampai').fill('2026-03-01');
  await expect(page.getByText('Tampil 7 Mar 2026 – 1 Mar 2026')).toBeVisible();
  await page.getByRole('button', { name: 'Simpan pengaturan' }).click();
  const summary = page.getByRole('alert').filter({ hasText: 'Ada yang perlu diperbaiki' });
  await expect(summary).toBeFocused();
  await summary.getByRole('link', { name: /Tampil sampai/ }).click();
  await expect(page.getByLabel('Tampil sampai')).toBeFocused();
  await page.getByLabel('Tampil sampai').fill('2026-03-08');
  await page.getByRole('button', { name: 'Simpan pengaturan' }).click();
  await expect(page.getByText('Pengaturan tersimpan.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Tampil 7 Mar 2026 – 8 Mar 2026')).toBeVisible();
  await page.getByRole('button', { name: 'Hapus Pengumuman 1' }).click();
  await page.getByRole('button', { name: 'Tambah instruksi' }).click();
  await page.keyboard.type('Koordinasikan dengan Diskominfo kabupaten/kota');
  await page.getByRole('button', { name: 'Simpan pengaturan' }).click();
  await expect(page.getByText('Pengaturan tersimpan.')).toBeVisible();
});

test("the keepers' pages", async ({ signedIn }) => {
  test.slow();
  const page = await signedIn('admin');
  for (const [path, ready] of [
    ['/admin/layanan', page.locator('tbody tr').first()],
    ['/admin/layanan?q=tidakadasamasekali', page.getByText('Tidak ada layanan yang cocok')],
    ['/admin/layanan/subdomain', page.getByRole('group', { name: 'Komponen', exact: true })],
    ['/admin/layanan/subdomain/versi/1', page.getByText(/Pratinjau versi 1/)],
    ['/admin/layanan/subdomain/riwayat', page.locator('tbody tr').first()],
    ['/admin/layanan-baru', page.getByLabel('Nama layanan')],
    ['/admin/pengaturan', page.getByLabel('Nama aplikasi')],
  ] as const) {
    await test.step(path, async () => {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(path);
      await expect(ready).toBeVisible();
      await expectGoodLooks(page, expectAccessible);
    });
  }
});

test('the keepers may work in English', async ({ signedIn }) => {
  const page = await signedIn('admin');
  await page.goto('/profil');
  await page.getByLabel('Bahasa', { exact: true }).selectOption('en');
  await page.getByRole('link', { name: 'Manage services' }).click();
  await page.getByRole('link', { name: 'Subdomain kaltaraprov.go.id' }).click();
  await expect(page.getByRole('button', { name: 'Save draft' })).toBeVisible();
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Save the settings' })).toBeVisible();
});
