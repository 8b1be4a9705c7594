import { expect, fillRequest, password, signIn, test } from './fixtures';

test('a wrong password is refused in words, with focus on the summary', async ({ page, watch }) => {
  await watch(page, /401/);
  await page.goto('/masuk');
  await page.getByLabel('Nama pengguna').fill('pemohon');
  await page.getByLabel('Kata sandi', { exact: true }).fill('bukan kata sandi ini');
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page).toHaveURL(/\/masuk/);
});

test('a deep link survives signing in', async ({ page, watch }) => {
  await watch(page);
  await page.goto('/permohonan?status=done');
  await expect(page).toHaveURL(/\/masuk\?kembali=/);
  await page.getByLabel('Nama pengguna').fill('pemohon');
  await page.getByLabel('Kata sandi', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await expect(page).toHaveURL(/\/permohonan\?status=done$/);
  await expect(page.getByLabel('Status')).toHaveValue('done');
});

test('reloading keeps the session, and tabs share it', async ({ signedIn }) => {
  const page = await signedIn('pemohon');
  await page.goto('/dasbor');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Dasbor' })).toBeVisible();
  const other = await page.context().newPage();
  await Promise.all([page.reload(), other.goto('/permohonan')]);
  await expect(other.getByRole('heading', { level: 1, name: 'Permohonan' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Dasbor' })).toBeVisible();

  await page.getByRole('button', { name: /^Akun:/ }).click();
  await page.getByRole('button', { name: 'Keluar' }).click();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole('link', { name: 'Masuk', exact: true })).toBeVisible();
  await expect(other).toHaveURL(/\/masuk/);
});

test('an ended session asks to sign in again without losing what was typed', async ({ browser, watch }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await watch(page, /401/);
  await signIn(page, 'pemohon2');
  await fillRequest(page, 'Isian yang tidak boleh hilang');
  await page.getByRole('button', { name: 'Periksa sebelum mengirim' }).click();

  // The session ends on the server: its refresh cookie is gone, and its access token is refused.
  await context.clearCookies();
  let refused = false;
  await page.route('**/api/v1/tickets', (route) => {
    if (refused) return route.fallback();
    refused = true;
    return route.fulfill({
      status: 401,
      contentType: 'application/problem+json',
      body: '{"code":"auth.signed_out"}',
    });
  });
  await page.getByRole('button', { name: 'Kirim Permohonan' }).click();

  const dialog = page.getByRole('dialog', { name: 'Masuk kembali' });
  await expect(dialog.getByLabel('Nama pengguna')).toHaveValue('pemohon2');
  await dialog.getByLabel('Kata sandi', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Masuk', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Permohonan terkirim' })).toBeVisible();
  await expect(page.getByText('Isian yang tidak boleh hilang')).toBeVisible();
  await context.close();
});

test('what a role may not open is not offered, and is refused', async ({ signedIn }) => {
  const page = await signedIn('auditor');
  await page.goto('/dasbor');
  await expect(page.getByRole('link', { name: 'Dasbor' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Kotak masuk' })).toBeHidden();
  await expect(page.getByRole('link', { name: 'Ajukan permohonan' })).toBeHidden();
  await page.goto('/permohonan');
  await page.locator('tbody').getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: 'Riwayat' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Tindakan' })).toBeHidden();
});
