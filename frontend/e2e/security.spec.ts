import { expect, expectGoodLooks, test } from './fixtures';

/** The admin's pages about people's data, keys and the record: in all looks, and one true action where it counts. */
test('the pages of accounts, keys, privacy and the record', async ({ signedIn }) => {
  test.slow();
  const page = await signedIn('admin');
  for (const path of [
    '/admin/instansi',
    '/admin/orang-impor',
    '/admin/audit',
    '/admin/kewenangan',
    '/admin/kunci-api',
    '/admin/keamanan',
    '/admin/privasi',
    '/admin/privasi/pemberitahuan',
  ]) {
    await test.step(path, async () => {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      await expectGoodLooks(page);
    });
  }
});

test('the privacy notice gets a new version, which the next guest reads', async ({ signedIn }) => {
  const page = await signedIn('admin');
  await page.goto('/admin/privasi');
  await page.getByRole('link', { name: 'Ubah teks' }).click();
  const purpose = page.getByRole('region', { name: 'Bahasa Indonesia' }).getByLabel('Tujuan');
  await purpose.fill('Menjawab permohonan Anda, tidak untuk hal lain.');
  await page.getByRole('button', { name: 'Simpan sebagai versi baru' }).click();
  await expect(page.getByText('Pemberitahuan privasi versi 2')).toBeVisible();
  await page.goto('/ajukan/pengaduan');
  await expect(page.getByText('Menjawab permohonan Anda, tidak untuk hal lain.')).toBeVisible();
});
