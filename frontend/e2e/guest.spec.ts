import { readFile } from 'node:fs/promises';
import { expect, openTicket, sendRequest, test } from './fixtures';

/* Where the public site and this program meet, and what citizens do without either account or script. */

test('a guest complains without JavaScript, follows it with the code, and officers see whom to reach', async ({
  browser,
  watch,
  signedIn,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await watch(page);
  await page.goto('/ajukan/pengaduan');
  await page.getByLabel('Perihal').fill('Lampu jalan padam');
  await page.getByLabel('Aduan tentang').selectOption({ label: 'Lainnya' });
  await page.getByLabel('Uraian aduan').fill('Lampu di Jalan Sudirman padam sejak Senin.');
  await page.getByLabel('Nama lengkap').fill('Siti Aminah');
  await page.getByLabel('Email atau nomor telepon').fill('0812 0000 2222');
  await page.getByLabel(/Saya sudah membaca/).check();
  await page.getByRole('button', { name: 'Kirim Permohonan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Permohonan terkirim' })).toBeVisible();
  const said = async (term: string) =>
    (await page
      .locator('dl div', { has: page.getByText(term, { exact: true }) })
      .locator('dd')
      .textContent()) ?? '';
  const number = await said('Nomor tiket');
  const code = await said('Kode rahasia');

  await page.goto('/lacak');
  await page.getByLabel('Nomor tiket').fill(number);
  await page.getByLabel('Kode rahasia').fill(code);
  await page.getByRole('main').getByRole('button').first().click();
  await expect(page.getByRole('heading', { level: 2, name: number })).toBeVisible();
  await expect(page.getByText('Lampu jalan padam')).toBeVisible();
  await context.close();

  const counter = await signedIn('loket');
  await openTicket(counter, number);
  await expect(counter.getByText('Siti Aminah').first()).toBeVisible();
  await expect(counter.getByText('Tanpa akun, melalui situs publik')).toBeVisible();
  await expect(counter.getByText('0812 0000 2222')).toBeVisible();
});

test('links between the public site and this program lead across', async ({ page, watch }) => {
  await watch(page);
  await page.goto('/layanan?q=subdomain');
  await page.getByRole('link', { name: 'Subdomain kaltaraprov.go.id' }).click();
  await expect(page).toHaveURL(/\/layanan\/subdomain$/);
  await expect(page.getByRole('heading', { level: 1, name: /^Subdomain/ })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel('Cari layanan')).toHaveValue('subdomain');
  await page
    .getByRole('banner')
    .getByRole('link', { name: /E-Layanan/ })
    .click();
  await expect(page).toHaveURL(/\/$/);
  await page.goto('/tidak-ada');
  await page.getByRole('link', { name: 'Beranda' }).click();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('papers of a request: formats before it, the receipt after it, the disposition sheet for officers', async ({
  signedIn,
}) => {
  const applicant = await signedIn('pemohon');
  await applicant.goto('/permohonan/baru/subdomain');
  for (const type of ['PDF', 'DOCX']) {
    const offered = applicant.waitForEvent('download');
    await applicant
      .getByRole('link', { name: new RegExp(`^${type} `) })
      .first()
      .click();
    expect((await offered).suggestedFilename()).toMatch(new RegExp(`subdomain\\.${type.toLowerCase()}$`));
  }

  const number = await sendRequest(applicant, 'Subdomain dengan tanda terima');
  const receiving = applicant.waitForEvent('download');
  await applicant.getByRole('button', { name: 'Unduh tanda terima (PDF)' }).click();
  const receipt = await receiving;
  expect(receipt.suggestedFilename()).toBe(`tanda-terima-${number}.pdf`);
  expect((await readFile(await receipt.path())).subarray(0, 5).toString()).toBe('%PDF-');
  await openTicket(applicant, number);
  await expect(applicant.getByRole('button', { name: 'Unduh tanda terima (PDF)' })).toBeVisible();
  await expect(applicant.getByRole('button', { name: 'Lembar disposisi (PDF)' })).toBeHidden();

  const counter = await signedIn('loket');
  await openTicket(counter, number);
  await expect(counter.getByRole('button', { name: 'Unduh tanda terima (PDF)' })).toBeVisible();
  const sheeting = counter.waitForEvent('download');
  await counter.getByRole('button', { name: 'Lembar disposisi (PDF)' }).click();
  expect((await sheeting).suggestedFilename()).toBe(`lembar-disposisi-${number}.pdf`);
});
