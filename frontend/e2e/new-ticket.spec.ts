import { beginDraft, expect, fillRequest, pdfFile, test } from './fixtures';

test('a lost connection keeps everything, and sending again makes one request only', async ({ signedIn }) => {
  const page = await signedIn('pemohon', {}, /ERR_CONNECTION_RESET/);
  await fillRequest(page, 'Permohonan lewat sambungan buruk');
  await page.getByRole('button', { name: 'Periksa sebelum mengirim' }).click();

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
  await expect(page.getByText(/belum diketahui terkirim/)).toBeVisible();
  await expect(page.getByText('Permohonan lewat sambungan buruk')).toBeVisible();
  await page.getByRole('button', { name: 'Coba lagi' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Permohonan terkirim' })).toBeVisible();
  expect(page.url()).toContain(recorded);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
});

test('wrong files are told at once, and by the server for what they really are', async ({ signedIn }) => {
  const page = await signedIn('pemohon', {}, /422/);
  await beginDraft(page, 'subdomain');
  const letter = page.getByLabel('Surat permohonan', { exact: true });
  await letter.setInputFiles({
    name: 'surat.docx',
    mimeType: 'application/msword',
    buffer: Buffer.from('x'),
  });
  await expect(page.getByText('Jenis berkas ini tidak diterima di sini. Pilih PDF.')).toBeVisible();
  await page.getByRole('button', { name: 'Hapus surat.docx' }).click();
  await letter.setInputFiles({
    name: 'palsu.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('bukan pdf'),
  });
  await expect(page.getByRole('alert').filter({ hasText: 'Belum terunggah.' })).toBeVisible();
  await page.getByRole('button', { name: 'Hapus palsu.pdf' }).click();
  await letter.setInputFiles(pdfFile('surat.pdf', 'benar'));
  await expect(page.getByRole('button', { name: 'Hapus surat.pdf' })).toBeVisible();
});
