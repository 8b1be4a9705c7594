import { randomBytes } from 'node:crypto';
import type { APIRequestContext } from '@playwright/test';
import { api, apiOf, disposeToStaff, proposals } from './api';
import { expect, expectAccessible, expectNoSidewaysScrolling, pdfFile, test } from './fixtures';

const today = () => new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Makassar' }).format(new Date());

/** The whole proposal that the demo has, and what the office wrote of it. */
async function whole(request: APIRequestContext) {
  const agency = await apiOf(request, 'pemohon');
  const [{ id }] = (await agency.json(`${proposals}?state=approved&sort=number`)).items;
  const { content } = await agency.json(`${proposals}/${id}/submissions/1`);
  return { id, content, study: (await agency.json(`${proposals}/${id}/study`)).answers };
}

/** Submits a copy of the whole proposal and brings it to those who review it. */
async function submitCopy(request: APIRequestContext, content: Awaited<ReturnType<typeof whole>>['content']) {
  const agency = await apiOf(request, 'pemohon');
  const title = `Rujukan Terpadu ${randomBytes(3).toString('hex')}`;
  const { id } = await agency.add(proposals, { title, proposal: 'building' });
  const at = `${proposals}/${id}`;
  content.points.identity.application = title;
  for (const [key, answers] of Object.entries(content.points))
    await agency.change('PUT', `${at}/points/${key}`, { answers });
  for (const { answers } of content.risks) await agency.add(`${at}/risks`, { answers });
  await agency.upload(`${at}/submit`, { letter: pdfFile('surat.pdf', title) }, at);
  const { ticket } = await agency.json(at);
  await disposeToStaff(request, ticket.number);
  return { id: String(id), number: String(ticket.number) };
}

test('two reviewers meet at a point; the office refuses, and the agency shows how it adjusts its budget', async ({
  request,
  signedIn,
}) => {
  const { content, study } = await whole(request);
  const { id, number } = await submitCopy(request, content);
  const point = `/rekomendasi/${id}/tinjau/planning-8`;
  const staff = await signedIn('teknis.aptika', {}, /412/);
  const chief = await signedIn('kabid.aptika', {}, /412/);
  const comment = 'Catatan untuk pemohon';

  await test.step('both reviews are shown, and one of them stays', async () => {
    await staff.goto(point);
    await chief.goto(point);
    await expect(chief.getByLabel(comment)).toBeVisible();
    await staff.getByRole('radio', { name: 'Perlu diperbaiki' }).check();
    await staff.getByLabel(comment).fill('Sebutkan acuan kontrol pencadangan.');
    await expect(staff.getByText(/^Tersimpan pukul/)).toBeVisible();
    await chief.getByRole('radio', { name: 'Terpenuhi' }).check();
    await chief.getByLabel(comment).fill('Kontrol sudah lengkap.');
    await expect(chief.getByText('menilai poin ini pada waktu yang sama')).toBeVisible();
    await expect(chief.getByText('Sebutkan acuan kontrol pencadangan.')).toBeInViewport();
    await expect(chief.getByLabel(comment)).toHaveValue('Kontrol sudah lengkap.');
    await chief.setViewportSize({ width: 390, height: 900 });
    await expectNoSidewaysScrolling(chief);
    await expectAccessible(chief);
    await chief.getByRole('button', { name: 'Pakai penilaian Anda' }).click();
    await expect(chief.getByText(/^Tersimpan pukul/)).toBeVisible();
    await staff.getByLabel(comment).fill('Sebutkan acuannya.');
    await staff.getByRole('button', { name: /^Pakai penilaian Rudi/ }).click();
    await expect(staff.getByLabel(comment)).toHaveValue('Kontrol sudah lengkap.');
    await expect(staff.getByRole('radio', { name: 'Terpenuhi' })).toBeChecked();
  });

  const office = await apiOf(request, 'teknis.aptika');
  await office.first(`${proposals}/${id}/study`, { answers: { ...study, date: today() } });
  await office.change('POST', `${api}/tickets/${number}/forward`, {}, `${api}/tickets/${number}`);

  await test.step('the head refuses, with the reason', async () => {
    const head = await signedIn('kadis');
    await head.goto(`/rekomendasi/${id}`);
    await head.getByRole('button', { name: 'Catat keputusan DKISP' }).click();
    const dialog = head.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Ditolak' }).check();
    await dialog.getByLabel('Nomor surat').fill('500.12/78/DKISP');
    await dialog.getByLabel('Tanggal surat').fill(today());
    await dialog.locator('input[type=file]').setInputFiles(pdfFile('keputusan.pdf', number));
    await dialog.getByRole('button', { name: 'Catat', exact: true }).click();
    await expect(dialog.getByRole('link', { name: 'Alasan wajib diisi.' })).toBeVisible();
    await dialog.getByLabel('Alasan').fill('Fungsinya sudah ada pada aplikasi umum.');
    await dialog.getByRole('button', { name: 'Catat', exact: true }).click();
    await expect(head.getByText('Keputusan DKISP tercatat.')).toBeVisible();
  });

  await test.step('the agency records the adjustment with its proof, and everybody reads it', async () => {
    const agency = await signedIn('pemohon');
    await agency.goto(`/rekomendasi/${id}`);
    await expect(agency.getByText('Fungsinya sudah ada pada aplikasi umum.')).toBeVisible();
    const form = agency.getByRole('form', { name: 'Catat penyesuaian' });
    await form.getByRole('button', { name: 'Catat penyesuaian' }).click();
    await expect(form.getByRole('alert')).toBeFocused();
    await expectAccessible(agency);
    await form.getByLabel('Apa yang disesuaikan').fill('Belanja aplikasi dialihkan ke integrasi data.');
    await form.locator('input[type=file]').setInputFiles(pdfFile('bukti RKA.pdf', 'RKA'));
    await form.getByRole('button', { name: 'Catat penyesuaian' }).click();
    await expect(agency.getByText('Penyesuaian tercatat.')).toBeVisible();
    await expect(form).toBeHidden();
    await staff.goto(`/rekomendasi/${id}`);
    await expect(staff.getByText('Belanja aplikasi dialihkan ke integrasi data.')).toBeVisible();
    await expect(staff.getByRole('button', { name: /bukti RKA\.pdf/ })).toBeVisible();
  });
});

test('what becomes of a risk is added to its log after the approval', async ({ request, signedIn }) => {
  const { id } = await whole(request);
  const agency = await signedIn('pemohon');
  await agency.goto(`/rekomendasi/${id}/risiko`);
  await agency.getByRole('link', { name: /^R3/ }).first().click();
  const form = agency.getByRole('form', { name: 'Tambah catatan' });
  await form.getByRole('button', { name: 'Tambah catatan' }).click();
  await expect(form.getByRole('alert')).toBeFocused();
  await agency.setViewportSize({ width: 390, height: 900 });
  await expectNoSidewaysScrolling(agency);
  await form.getByLabel('Keadaan risiko').selectOption('Sedang ditangani');
  await form.getByLabel('Catatan').fill('Pusat data cadangan diuji; layanan kembali dalam 40 menit.');
  await form.getByRole('button', { name: 'Tambah catatan' }).click();
  await expect(agency.getByText('Catatan pemantauan ditambahkan.')).toBeVisible();
  await expect(agency.getByRole('listitem').filter({ hasText: 'kembali dalam 40 menit' })).toContainText(
    'Sedang ditangani',
  );
});
