import { api, apiOf } from './api';
import { expect, expectAccessible, expectNoSidewaysScrolling, test } from './fixtures';

test('a deputy disposes in the place of the head, and everybody sees both names', async ({
  request,
  signedIn,
}) => {
  const { submitRequest } = await apiOf(request, 'pemohon');
  const number = await submitRequest('Subdomain layanan donor darah');

  const head = await signedIn('kadis');
  await head.goto('/delegasi');
  await head.getByRole('button', { name: 'Tunjuk pengganti' }).click();
  const form = head.getByRole('dialog');
  await form.getByRole('button', { name: 'Tunjuk', exact: true }).click();
  await expect(form.getByRole('alert')).toContainText('Hari pertama'); // each field names what is wrong with it
  await form.getByLabel('Peran').selectOption({ label: 'Kepala Dinas' });
  const deputy = form.getByLabel('Pengganti');
  const option = deputy.locator('option', { hasText: 'Kepala Bidang Aplikasi Informatika' });
  await deputy.selectOption((await option.getAttribute('value')) ?? '');
  const today = new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Makassar' });
  await form.getByLabel('Hari pertama').fill(today);
  await form.getByLabel('Hari terakhir').fill(today);
  await form.getByLabel('Nomor surat perintah').fill('800/17/DKISP');
  await form.getByLabel('Alasan').fill('Dinas luar.');
  await expectAccessible(head);
  await form.getByRole('button', { name: 'Tunjuk', exact: true }).click();
  await expect(form).toBeHidden();

  // The deputy is told shortly after, and a page that is open already asks for news once a minute.
  const { json } = await apiOf(request, 'kabid.aptika');
  await expect
    .poll(async () => (await json(`${api}/notifications`)).items)
    .toContainEqual(expect.objectContaining({ type: 'delegation_made' }));
  const page = await signedIn('kabid.aptika', { viewport: { width: 390, height: 844 } });
  await page.goto('/notifikasi');
  await expect(page.getByRole('link', { name: 'Penunjukan Plt/Plh baru' }).first()).toBeVisible();
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);
  await page.goto(`/permohonan/${number}`);
  await page.getByRole('button', { name: 'Disposisi', exact: true }).click();
  const sheet = page.getByRole('dialog');
  await sheet
    .getByLabel('Diteruskan kepada')
    .selectOption({ label: 'Kepala Bidang – Bidang Aplikasi Informatika' });
  await sheet.getByLabel('Tindak lanjuti').check();
  await sheet.getByRole('button', { name: 'Kirim disposisi' }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByText(/\(Plh\. a\.n\. .*Fauzan.*\)/).first()).toBeVisible();

  const paper = page.waitForResponse(`**/api/v1/tickets/${number}/documents/disposition-sheet.pdf`);
  await page.getByRole('button', { name: 'Lembar disposisi (PDF)' }).click();
  expect((await paper).status()).toBe(200);
});
