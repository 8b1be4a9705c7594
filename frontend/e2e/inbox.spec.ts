import { apiOf } from './api';
import { expect, expectAccessible, expectNoSidewaysScrolling, pdfFile, test } from './fixtures';

test('the inbox is driven by keyboard, in bulk, from the side panel and by saved views', async ({
  request,
  signedIn,
}) => {
  const { submitRequest } = await apiOf(request, 'pemohon');
  const numbers = [
    await submitRequest('Subdomain portal gizi balita'),
    await submitRequest('Subdomain antrean rumah sakit'),
    await submitRequest('Subdomain bank darah daerah'),
  ];
  const page = await signedIn('loket', { viewport: { width: 1280, height: 900 } });
  await page.goto('/kotak-masuk?q=subdomain&show=new');
  const row = (number: string) => page.getByRole('listitem').filter({ hasText: number });
  for (const number of numbers) await expect(row(number)).toBeVisible();

  // Keys walk the list, read beside it, select, and take up.
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('j');
  const first = page.getByRole('list', { name: 'Kotak masuk' }).getByRole('listitem').first();
  await expect(first.getByRole('link')).toBeFocused();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('region', { name: 'Pratinjau permohonan' });
  await expect(panel.getByRole('button', { name: 'Terima permohonan' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await page.getByRole('searchbox').press('j');
  await expect(page.getByRole('searchbox')).toHaveValue('jsubdomain'); // a letter where somebody types
  await page.getByRole('searchbox').fill('subdomain');

  await row(numbers[0] ?? '')
    .getByRole('link')
    .focus();
  await page.keyboard.press('x');
  await row(numbers[1] ?? '')
    .getByRole('checkbox')
    .check();
  await page.getByRole('button', { name: 'Terima yang dipilih' }).click();
  await expect(page.getByText('2 permohonan Anda terima.')).toBeVisible();
  await expect(row(numbers[0] ?? '')).toBeHidden();
  await row(numbers[2] ?? '')
    .getByRole('link')
    .focus();
  await page.keyboard.press('t');
  await expect(page.getByText(`${numbers[2]} Anda terima.`)).toBeVisible();

  // The help says which keys there are, and silences them.
  await page.keyboard.press('?');
  await page.getByRole('switch', { name: 'Pintasan aktif' }).uncheck({ force: true });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeHidden();

  // A view keeps the filters under a name; it is opened, and deleted.
  await page.goto('/kotak-masuk?show=working&service_type=subdomain');
  await page.getByRole('button', { name: 'Simpan tampilan ini' }).click();
  await page.getByRole('textbox', { name: 'Nama tampilan' }).fill('Subdomain saya');
  await page.getByRole('dialog').getByRole('button', { name: 'Simpan tampilan ini' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.goto('/kotak-masuk');
  await page.getByRole('button', { name: 'Subdomain saya', exact: true }).click();
  await expect(page).toHaveURL(/show=working/);
  await expect(row(numbers[2] ?? '')).toBeVisible();
  await page.getByRole('button', { name: 'Kelola' }).click();
  await page.getByRole('button', { name: 'Hapus tampilan “Subdomain saya”' }).click();
  await expect(page.getByRole('button', { name: 'Hapus tampilan “Subdomain saya”' })).toBeHidden();
  await page.keyboard.press('Escape');

  // The board shows the steps, and the ticket page of what is on it.
  await page.getByRole('button', { name: 'Papan langkah' }).click();
  const board = page.getByRole('region', { name: 'Papan langkah permohonan' });
  await expect(board.getByRole('link').first()).toBeVisible();
  await expectAccessible(page);
});

test('a request is passed on with one tap on a phone, and taken back', async ({ request, signedIn }) => {
  const { submitRequest } = await apiOf(request, 'pemohon2');
  const number = await submitRequest('Subdomain arsip sekolah');
  const counter = await apiOf(request, 'loket');
  await counter.act(number, 'take-up');
  await counter.act(number, 'forward', { to: { role: 'head' } });
  const page = await signedIn('kadis', {
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
    hasTouch: true,
  });
  await page.goto(`/kotak-masuk?q=${number}`);
  await expectNoSidewaysScrolling(page);
  const preset = page.getByRole('button', { name: /^Disposisi ke Kepala Bidang/ });
  await preset.tap();
  const said = page.getByRole('region', { name: `${number} didisposisikan ke Kepala Bidang` });
  await expect(said).toBeFocused();
  await expect(preset).toBeHidden();
  await expectAccessible(page);
  await said.getByRole('button', { name: `Urungkan disposisi ${number}` }).click();
  await expect(page.getByText(`Disposisi ${number} ditarik kembali.`)).toBeVisible();
  await expect(said).toBeHidden();
  await page.getByRole('button', { name: `Penerima lain untuk ${number}` }).tap();
  await page.getByRole('button', { name: /^Langkah berikutnya/ }).tap();
  await expect(said).toBeVisible();
});

test('the counter records a letter, and the agenda shows it', async ({ signedIn }) => {
  const page = await signedIn('loket');
  await page.goto('/catat-permohonan');
  await page.getByRole('radio', { name: 'Pemohon tanpa akun' }).check();
  await page.getByLabel('Nama pemohon').fill('Hasan Basri');
  await page.getByRole('button', { name: 'Catat permohonan', exact: true }).click();
  await expect(page.getByRole('alert').getByRole('link')).toHaveCount(3); // contact, service, subject
  await expectAccessible(page);
  await page.getByLabel('Telepon atau surel').fill('0812000111');
  await page.getByRole('combobox', { name: 'Layanan' }).selectOption('subdomain');
  await page.getByLabel('Perihal').fill('Subdomain koperasi pegawai');
  await page.getByLabel('Nomor surat').fill('045/12/KPRI');
  await page
    .getByLabel('Surat yang dipindai (PDF)', { exact: true })
    .setInputFiles(pdfFile('pindaian.pdf', 'koperasi'));
  await page.getByRole('button', { name: 'Catat permohonan', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Permohonan tercatat' })).toBeFocused();
  await expect(page.getByText(/^\d{4}\/\d{4}$/)).toBeVisible();
  await expect(page.getByText(/^(\w{4}-){3}\w{4}/)).toBeVisible();
  await page.goto('/buku-agenda?q=koperasi');
  await expect(page.getByText('045/12/KPRI')).toBeVisible();
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Unduh XLSX' }).click();
  expect((await download).suggestedFilename()).toMatch(/^agenda-masuk-.*\.xlsx$/);
});
