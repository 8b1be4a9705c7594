import type { Page } from '@playwright/test';
import { expect, expectGoodLooks, openTicket, pdfFile, test } from './fixtures';

/** The admin's pages about people's data, keys and the record, in all looks. */
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

test('who works on a request looks at its NIK in full, and that is on record', async ({ signedIn }) => {
  const applicant = await signedIn('pemohon2');
  const signIn = await applicant.request.post('/api/v1/auth/refresh', { data: {} });
  const headers = { Authorization: `Bearer ${(await signIn.json()).access_token}` };
  const { form, example } = await (await applicant.request.get('/api/v1/service-types/tte')).json();
  const multipart: Record<string, unknown> = {
    service_type: 'tte',
    subject: 'Sertifikat elektronik Kepala Seksi Kurikulum',
    held_before: '[{"kind":"mailbox","number":"lama@kaltaraprov.go.id"}]',
    letter: pdfFile('surat.pdf', 'NIK'),
  };
  const answers = { ...example };
  for (const [key, value] of Object.entries(example)) {
    if (form.properties[key].format !== 'files') continue;
    delete answers[key];
    (value as string[]).forEach((name, n) => {
      multipart[`files[${key}]`] = pdfFile('lampiran.pdf', `${name} ${n}`);
    });
  }
  multipart.answers = JSON.stringify(answers);
  const filed = await applicant.request.post('/api/v1/tickets', {
    headers,
    multipart: multipart as Record<string, string>,
  });
  expect(filed.ok(), await filed.text()).toBe(true);
  const { number } = await filed.json();

  const counter = await signedIn('loket');
  await openTicket(counter, number);
  await expect(counter.getByText(/^•+\d{4}$/).first()).toBeVisible();
  await expect(counter.getByText(answers.nik)).toHaveCount(0);
  await counter.getByRole('button', { name: 'Lihat lengkap' }).click();
  await expect(counter.getByText('Data pribadi tampil lengkap. Ini sudah dicatat.')).toBeVisible();
  await expect(counter.getByText(answers.nik)).toBeVisible();

  const admin = await signedIn('admin');
  await admin.goto(`/admin/audit?object=${number}&type=looked_at`);
  await expect(admin.getByRole('row', { name: /Data tersamar dilihat/ })).toContainText('Nurhayati');
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

/** The watch that every other test stands under: what it listens for is provoked once. */
test('a page that tries a script of its own is refused it, and the watch notices', async ({
  page,
  watch,
}) => {
  // The watch gets the page's scripts but not its events: here the complaint is wanted.
  const listensTo: string[] = [];
  await watch({
    on: (event: string) => listensTo.push(event),
    addInitScript: page.addInitScript.bind(page),
  } as unknown as Page);
  expect(listensTo).toContain('pageerror');
  const heard: string[] = [];
  page.on('pageerror', ({ message }) => heard.push(message));
  await page.goto('/');
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "run"';
    document.body.append(script);
  });
  await expect.poll(() => heard).toEqual(['Content Security Policy: script-src-elem refuses inline']);
  await expect(page).not.toHaveTitle('run');
});
