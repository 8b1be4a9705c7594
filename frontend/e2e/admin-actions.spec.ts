import { expect, test } from './fixtures';

test('what those pages are for is done on each of them', async ({ signedIn }) => {
  test.slow();
  const page = await signedIn('admin', undefined, /422/);

  await page.goto('/admin/instansi');
  await page.getByRole('button', { name: 'Tambah bidang' }).click();
  const unit = page.getByRole('dialog');
  await unit.getByLabel('Kode').fill('uji-coba');
  await unit.getByLabel('Nama').fill('Bidang Uji Coba');
  await unit.getByRole('button', { name: 'Tambahkan' }).click();
  await expect(page.getByRole('table').first().getByText('Bidang Uji Coba')).toBeVisible();

  await page.goto('/admin/audit');
  await page.getByLabel('Objek', { exact: true }).fill('uji-coba');
  await expect(page).toHaveURL(/object=uji-coba/);
  await expect(page.getByRole('main').getByRole('row')).toHaveCount(2); // the head and the unit that was made

  await page.goto('/admin/kewenangan');
  await page.getByRole('searchbox').fill('/audit-log/export');
  await expect(page.getByRole('row', { name: /GET \/audit-log\/export/ })).toContainText('Pengawas');

  await page.goto('/admin/kunci-api');
  await page.getByRole('link', { name: 'Buat kunci' }).click();
  await page.getByLabel('Nama', { exact: true }).fill('Sistem uji');
  await page
    .getByLabel('Akun yang diwakili')
    .selectOption({ label: 'Siti Rahmawati (pemohon) – Dinas Kesehatan' });
  await page.getByRole('button', { name: 'Buat kunci' }).click();
  await expect(page.getByRole('button', { name: 'Salin rahasia' })).toBeVisible();
  await page.getByRole('link', { name: 'Buka kunci' }).click();
  await expect(page.getByText('Permintaan per menit')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Salin rahasia' })).toHaveCount(0); // shown once

  await page.goto('/admin/orang-impor');
  await page.locator('input[type="file"]').setInputFiles({
    name: 'orang.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('nama pengguna,nama,instansi,peran\nuji.impor,Uji Impor,Dinas Kesehatan,Raja\n'),
  });
  await page.getByRole('button', { name: 'Periksa berkas' }).click();
  await expect(page.getByRole('alert').getByText(/D2:/)).toBeVisible();

  await page.goto('/admin/keamanan');
  const rule = page.getByRole('checkbox', { name: 'Verifikator', exact: true });
  await rule.check();
  await page.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByText('Perubahan tersimpan dan langsung berlaku.')).toBeVisible();
  await rule.uncheck(); // nobody else's sign-in waits for it
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT');
  await page.getByRole('button', { name: 'Simpan' }).click();
  expect((await saved).status()).toBe(200);
  await page.reload();
  await expect(rule).not.toBeChecked();

  const person = await signedIn('pemohon2');
  await person.goto('/profil/data-saya');
  await person.getByRole('button', { name: 'Minta koreksi atau penghapusan…' }).click();
  await person.getByRole('dialog').getByRole('textbox').fill('Nomor telepon saya sudah berganti.');
  await person.getByRole('dialog').getByRole('button', { name: 'Kirim permintaan' }).click();
  await expect(person.getByRole('dialog')).toHaveCount(0);
  await page.goto('/admin/privasi');
  await page
    .getByRole('row', { name: /Nomor telepon saya sudah berganti/ })
    .getByRole('button')
    .click();
  await page.getByRole('dialog').getByRole('textbox').fill('Nomor baru sudah tercatat.');
  await page.getByRole('dialog').getByRole('button', { name: 'Kirim jawaban' }).click();
  await expect(page.getByRole('row', { name: /Nomor telepon saya sudah berganti/ })).toContainText(
    'Dipenuhi',
  );
  await person.reload();
  await expect(person.getByText('Nomor baru sudah tercatat.')).toBeVisible();
});
