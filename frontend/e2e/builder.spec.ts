import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import {
  beginDraft,
  expect,
  expectAccessible,
  expectNoSidewaysScrolling,
  openTicket,
  password,
  pdfFile,
  test,
} from './fixtures';

/*
 * The form builder as an admin works with it: what is arranged on the screen is asked, answered and read, without a
 * line of code.
 */

const code = 'uji-formulir';
const service = {
  code,
  name: 'Uji formulir',
  category: 'pusat-data',
  audience: ['agency'],
  channel: 'online',
  summary: 'Layanan untuk menguji formulir.',
  letter: 'optional',
  steps: [
    { key: 'loket', name: 'Loket', kind: 'intake', actor: { role: 'front_office' } },
    { key: 'kerja', name: 'Pengerjaan', kind: 'work', actor: { role: 'technical', unit: 'aptika' } },
  ],
};

/** The setting of the form at a place below its sections. */
const at = (page: Page, place: string) => page.locator(`[id="formulir-/form/sections${place}"]`);

/** Opens the row of a list in the builder. */
const open = (page: Page, list: string, row: number) =>
  at(page, list).locator(`:scope > ol > [data-row="${row}"] > details > summary`).click();

test('a form is built, tried at phone width, published, filled in, worked on and printed', async ({
  request,
  signedIn,
}) => {
  test.slow();
  const login = await request.post('/api/v1/auth/login', { data: { username: 'admin', password } });
  const headers = { Authorization: `Bearer ${(await login.json()).access_token}` };
  const made = await request.post('/api/v1/service-types', { headers, data: { definition: service } });
  expect(made.status()).toBe(201);

  const page = await signedIn('admin');
  await page.goto(`/admin/layanan/${code}/formulir`);
  await page.getByRole('button', { name: 'Buat formulir' }).click();
  await at(page, '/0/title').fill('Acara');
  await open(page, '/0/fields', 0);
  await at(page, '/0/fields/0/title').fill('Jenis acara');
  await expect(at(page, '/0/fields/0/key')).toHaveValue('jenis_acara');
  await at(page, '/0/fields/0/kind').selectOption('choice');
  await at(page, '/0/fields/0/required').check();
  for (const [index, title] of ['Rapat', 'Upacara'].entries()) {
    await open(page, '/0/fields/0/options', index);
    await at(page, `/0/fields/0/options/${index}/title`).fill(title);
  }

  // A table that is asked for one of the answers only, and a file; each begins with its name.
  const add = page.getByRole('button', { name: 'Tambah isian' });
  await add.click();
  await page.keyboard.type('Susunan acara');
  await at(page, '/0/fields/1/kind').selectOption('rows');
  await open(page, '/0/fields/1/columns', 0);
  await at(page, '/0/fields/1/columns/0/title').fill('Kegiatan');
  const table = at(page, '/0/fields').locator(':scope > ol > [data-row="1"]');
  await table.getByText('Syarat, isi otomatis').last().click();
  await at(page, '/0/fields/1/x-when').selectOption('jenis_acara');
  await page.getByRole('checkbox', { name: 'Upacara' }).check();
  await add.click();
  await page.keyboard.type('Undangan');
  await at(page, '/0/fields/2/kind').selectOption('files');

  const preview = page.getByRole('region', { name: 'Pratinjau dan uji isi' });
  await preview.getByRole('button', { name: 'Periksa isian' }).click();
  await expect(preview.getByRole('link', { name: /Jenis acara: / })).toBeVisible();
  await preview.getByRole('radio', { name: 'Rapat' }).check();
  await expect(preview.getByText('Susunan acara')).toBeHidden();
  await preview.getByRole('radio', { name: 'Upacara' }).check();
  await expect(preview.getByText('Susunan acara').first()).toBeVisible();
  await preview.getByRole('button', { name: 'Periksa isian' }).click();
  await expect(preview.getByText('Semua isian sudah benar.')).toBeVisible();
  await page.getByRole('button', { name: 'Simpan dan terbitkan…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Terbitkan', exact: true }).click();
  await expect(page.getByText('Versi 1 sudah terbit.')).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScrolling(page);

  const applicant = await signedIn('pemohon');
  await beginDraft(applicant, code);
  await applicant.getByLabel('Perihal').fill('Upacara di lapangan');
  await applicant.getByRole('radio', { name: 'Upacara' }).check();
  await applicant.getByRole('button', { name: /^Tambah baris/ }).click();
  await applicant.getByLabel('Kegiatan').fill('Pengibaran bendera');
  await applicant.getByLabel('Undangan').setInputFiles(pdfFile('undangan.pdf', 'Undangan'));
  await expect(applicant.getByRole('button', { name: 'Hapus undangan.pdf' })).toBeVisible();
  await applicant.getByRole('button', { name: 'Periksa sebelum mengirim' }).click();
  await applicant.getByRole('button', { name: 'Kirim Permohonan' }).click();
  await expect(applicant.getByRole('heading', { level: 1, name: 'Permohonan terkirim' })).toBeVisible();
  const number = (
    await applicant
      .getByText(/TKT-\d{8}-\d{4}/)
      .first()
      .textContent()
  )?.match(/TKT-\d{8}-\d{4}/)?.[0];

  const officer = await signedIn('loket');
  await openTicket(officer, String(number));
  await expect(officer.getByText('Pengibaran bendera')).toBeVisible();
  await expect(officer.getByText('undangan.pdf').first()).toBeVisible();
  await officer.getByRole('button', { name: 'Terima permohonan' }).click();
  await expect(officer.getByText('Permohonan Anda terima.')).toBeVisible();
  await expect(officer.getByRole('button', { name: 'Teruskan' })).toBeVisible();
  const printing = officer.waitForEvent('download');
  await officer.getByRole('button', { name: 'Unduh formulir (PDF)' }).click();
  const printed = await printing;
  expect(printed.suggestedFilename()).toBe(`formulir-${number}.pdf`);
  expect((await readFile(await printed.path())).subarray(0, 5).toString()).toBe('%PDF-');
  await page.reload();
  await expect(page.getByText(/^Dipakai 1 permohonan berjalan\./)).toBeVisible();
  await expectAccessible(page);
});
