import { expect, pdfFile, test } from './fixtures';

test('a lost connection keeps everything, and sending again makes one request only', async ({
  watch,
  signedIn,
}) => {
  const first = await signedIn('pemohon');
  const page = await first.context().newPage();
  await first.close();
  watch(page, /ERR_CONNECTION_RESET/);
  await page.goto('/permohonan/baru/subdomain');
  await page.getByLabel('Perihal').fill('Permohonan lewat sambungan buruk');
  await page
    .getByLabel('Surat permohonan', { exact: true })
    .setInputFiles(pdfFile('surat.pdf', 'sambungan buruk'));

  // The server gets and records the request, but the answer is lost on the way.
  const keys: (string | undefined)[] = [];
  let recorded: string | undefined;
  await page.route('**/api/v1/tickets', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (recorded) return route.fallback();
    const answer = await route.fetch();
    recorded = (await answer.json()).number;
    return route.abort('connectionreset');
  });
  await page.getByRole('button', { name: 'Kirim Permohonan' }).click();
  await expect(page.getByText(/Pengunggahan terputus/)).toBeVisible();
  await expect(page.getByLabel('Perihal')).toHaveValue('Permohonan lewat sambungan buruk');
  await expect(page.getByText('surat.pdf')).toBeVisible();
  await page.getByRole('button', { name: 'Coba lagi' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Permohonan terkirim' })).toBeVisible();
  expect(page.url()).toContain(recorded);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
});

test('wrong files are told before anything is sent, and by the server for what they really are', async ({
  watch,
  signedIn,
}) => {
  const first = await signedIn('pemohon');
  const page = await first.context().newPage();
  await first.close();
  watch(page, /422/);
  await page.goto('/permohonan/baru/subdomain');
  await page.getByLabel('Perihal').fill('Berkas yang salah');
  const letter = page.getByLabel('Surat permohonan', { exact: true });
  await letter.setInputFiles({
    name: 'surat.docx',
    mimeType: 'application/msword',
    buffer: Buffer.from('x'),
  });
  await page.getByRole('button', { name: 'Kirim Permohonan' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await page.getByRole('link', { name: 'Berkas harus berformat PDF.' }).click();

  await page.getByRole('button', { name: 'Hapus surat.docx' }).click();
  await letter.setInputFiles({
    name: 'palsu.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('bukan pdf'),
  });
  await page.getByRole('button', { name: 'Kirim Permohonan' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page).toHaveURL(/baru\/subdomain/);
});

test('leaving a half-filled form asks first', async ({ signedIn }) => {
  const page = await signedIn('pemohon');
  await page.goto('/permohonan/baru/subdomain');
  await page.getByLabel('Perihal').fill('Belum selesai');
  await page.getByRole('link', { name: 'Dasbor' }).click();
  const dialog = page.getByRole('dialog', { name: 'Tinggalkan halaman ini?' });
  await dialog.getByRole('button', { name: 'Tetap di sini' }).click();
  await expect(page.getByLabel('Perihal')).toHaveValue('Belum selesai');
  await page.getByRole('link', { name: 'Dasbor' }).click();
  await dialog.getByRole('button', { name: 'Tinggalkan' }).click();
  await expect(page).toHaveURL(/\/dasbor$/);
});
