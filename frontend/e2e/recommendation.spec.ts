import type { Page } from '@playwright/test';
import type { RecommendationForm } from '../src/api/recommendations';
import type { Answers } from '../src/ui/form/types';
import { apiOf, disposeToStaff, proposals } from './api';
import { fillForm } from './fillForm';
import { expect, expectAccessible, expectGoodLooks, openTicket, pdfFile, test } from './fixtures';

const today = () => new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Makassar' }).format(new Date());

const saved = (page: Page) => expect(page.getByText(/^Tersimpan pukul/)).toBeVisible();

/** Signs the letter and sends the proposal; gives the number of its request. */
async function send(page: Page, id: string, button: string): Promise<string> {
  await page.goto(`/rekomendasi/${id}/kirim`);
  await page
    .getByLabel('Surat permohonan bertanda tangan', { exact: true })
    .setInputFiles(pdfFile('surat.pdf', button));
  await page.getByRole('button', { name: button }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Permohonan terkirim' })).toBeVisible();
  return /TKT-\d{8}-\d{4,}/.exec(page.url())?.[0] ?? '';
}

/** Enters a verdict, letter or consideration in the open dialog. */
async function record(page: Page, number: string, decision?: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  if (decision) await dialog.getByRole('radio', { name: decision }).check();
  await dialog.getByLabel('Nomor surat').fill(number);
  await dialog.getByLabel('Tanggal surat').fill(today());
  await dialog.locator('input[type=file]').setInputFiles(pdfFile('surat.pdf', number));
  await dialog.getByRole('button', { name: 'Catat', exact: true }).click();
}

/** Opens a point of the review and says what is to be mended there. */
async function wantMended(page: Page, point: string | RegExp, comment: string): Promise<void> {
  await page.getByRole('link', { name: point }).click();
  await page.getByRole('radio', { name: 'Perlu diperbaiki' }).check();
  await expect(page.getByText('Belum tersimpan: tuliskan apa yang perlu diperbaiki.')).toBeVisible();
  await page.getByLabel('Catatan untuk pemohon').fill(comment);
  await saved(page);
  await page.getByRole('link', { name: 'Kembali ke tinjauan' }).click();
}

test('a proposal goes from its first word to the consideration of the ministry', async ({
  request,
  signedIn,
}) => {
  test.setTimeout(900_000); // everything is typed
  const agency = await apiOf(request, 'pemohon');
  const forms: RecommendationForm = await agency.json(`${proposals}/form`);
  // The demo has a whole proposal of this agency; its study is the office's to read.
  const [{ id: example }] = (await agency.json(`${proposals}?state=approved&sort=number`)).items;
  const { content } = await agency.json(`${proposals}/${example}/submissions/1`);
  const { answers: study } = await agency.json(`${proposals}/${example}/study`);
  const title = 'SiPANTAU Lengkap';
  content.points.identity.application = title;

  const here = await signedIn('pemohon', {}, /ERR_INTERNET_DISCONNECTED/);
  await here.goto('/rekomendasi/baru');
  await here.getByLabel('Judul atau nama aplikasi').fill(title);
  await here.getByRole('radio', { name: 'Pembangunan' }).check();
  await here.getByRole('button', { name: 'Buat dan mulai mengisi' }).click();
  await expect(here.getByRole('heading', { level: 1, name: title })).toBeVisible();
  const id = here.url().split('/').at(-1) ?? '';
  const at = `${proposals}/${id}`;
  // Each kind of risk is typed once; those that answer the same questions as another come through the API.
  const kinds = [
    ...Map.groupBy(content.risks as { answers: Answers }[], ({ answers }) =>
      Object.keys(answers).sort().join(),
    ).values(),
  ];
  const fill = async (page: Page, key: string) => {
    const point = forms.points.find((one) => one.key === key);
    if (!point) throw new Error(`there is no point ${key}`);
    await expect(page.getByRole('form', { name: point.title, exact: true })).toBeVisible();
    await fillForm(page, point.form, content.points[key], 'isian');
    await saved(page);
  };

  await test.step('the agency writes, loses its connection, and goes on in another browser', async () => {
    await here.getByRole('link', { name: 'Identitas Usulan' }).click();
    await fill(here, 'identity');
    await here.getByRole('link', { name: /^Poin berikutnya/ }).click();
    await fill(here, 'needs-1');
    await here.context().setOffline(true);
    await here.getByLabel(/^Kaitan dengan aplikasi/).fill('Diketik tanpa jaringan.');
    await expect(here.getByText(/^Belum tersimpan/)).toBeVisible();
    await here.context().setOffline(false);
    await saved(here);
    await here.close();

    const there = await signedIn('pemohon');
    await there.goto(`/rekomendasi/${id}/isi/needs-1`);
    await expect(there.getByLabel(/^Kaitan dengan aplikasi/)).toHaveValue('Diketik tanpa jaringan.');
    for (const { key } of forms.points.filter(({ key }) => !['identity', 'needs-1'].includes(key))) {
      await there.getByRole('link', { name: /^Poin berikutnya/ }).click();
      await fill(there, key);
    }
    for (const { answers } of kinds.flatMap(([first]) => first ?? [])) {
      await there.getByRole('link', { name: /^(Poin berikutnya: R|Kembali ke r)egister risiko$/ }).click();
      await there.getByRole('button', { name: 'Tambah risiko' }).click();
      await expect(there.getByRole('form')).toBeVisible();
      await fillForm(there, forms.risk.form, answers, 'isian');
      await saved(there);
    }
    await expect(there.getByRole('status').filter({ hasText: 'Tinggi' })).toBeVisible();
    for (const { answers } of kinds.flatMap(([, ...others]) => others))
      await agency.add(`${at}/risks`, { answers });
    await there.close();
  });

  const applicant = await signedIn('pemohon');
  const number = await send(applicant, id, 'Kirim usulan');
  await disposeToStaff(request, number);

  const officer = await signedIn('teknis.aptika');
  await test.step('the officer reviews and returns exactly three points', async () => {
    await openTicket(officer, number);
    await officer.getByRole('link', { name: 'Tinjau usulan' }).click();
    await expect(officer.getByRole('heading', { name: 'Tindakan DKISP' })).toBeVisible();
    await officer.getByRole('link', { name: 'Tinjau usulan' }).click();
    await expect(officer).toHaveURL(/\/tinjau$/);
    await expect(officer.getByText('0 dari 35 ditinjau')).toBeVisible();
    await officer.getByRole('link', { name: '2. Permasalahan dan Kebutuhan' }).click();
    await officer.getByRole('radio', { name: 'Terpenuhi' }).check();
    await officer.getByLabel('Keadaan sekarang diuraikan dengan angka').check();
    await saved(officer);
    await expectAccessible(officer);
    await officer.getByRole('link', { name: 'Kembali ke tinjauan' }).click();
    await wantMended(officer, '1. Dasar Hukum Kewenangan', 'Jelaskan kaitan peraturan dengan aplikasi.');
    await wantMended(officer, '8. Keamanan Informasi', 'Jelaskan pelindungan data anak.');
    await wantMended(officer, /^R2\./, 'Jadwal mitigasi belum jelas.');
    await expect(officer.getByText('4 dari 35 ditinjau')).toBeVisible();
    await officer.getByRole('button', { name: 'Perlu diperbaiki 3' }).click();
    await expectGoodLooks(officer);
    await officer.setViewportSize({ width: 1280, height: 900 });
    await officer.getByRole('button', { name: 'Kembalikan usulan' }).click();
    const dialog = officer.getByRole('dialog');
    await expect(dialog.getByRole('listitem')).toHaveCount(3);
    await dialog.getByRole('button', { name: 'Kembalikan usulan' }).click();
    await expect(dialog.getByRole('alert')).toBeFocused();
    await dialog.getByLabel('Alasan pengembalian').fill('Tiga poin perlu dilengkapi.');
    await dialog.getByRole('button', { name: 'Kembalikan usulan' }).click();
    await expect(officer.getByText('Usulan dikembalikan kepada pemohon.')).toBeVisible();
  });

  await test.step('the agency mends, answers each comment and sends again', async () => {
    await applicant.goto(`/rekomendasi/${id}/isi/needs-1`);
    await expect(applicant.getByText('Jelaskan kaitan peraturan dengan aplikasi.')).toBeVisible();
    await applicant
      .getByLabel(/^Kaitan dengan aplikasi/)
      .fill('Perpres 72/2021 mewajibkan pelaporan berkala.');
    await saved(applicant);
    await applicant.getByLabel('Jawaban Anda atas catatan ini').fill('Kaitannya sudah dijelaskan.');
    await expect(applicant.getByText(/^Tersimpan pukul/)).toHaveCount(2);
    const { items } = await agency.json(`${at}/reviews`);
    for (const { key, mark } of items as { key: string; mark: string }[])
      if (mark === 'to_mend' && key !== 'needs-1')
        await agency.first(`${at}/points/${key}/reply`, { text: 'Sudah dilengkapi.' });
    await send(applicant, id, 'Kirim perbaikan');
  });

  await test.step('the officer sees what changed, writes the study and passes it on', async () => {
    await officer.goto(`/rekomendasi/${id}/tinjau`);
    await officer.getByRole('button', { name: 'Berubah 1' }).click();
    await officer.getByRole('link', { name: '1. Dasar Hukum Kewenangan' }).click();
    await expect(officer.getByText('Perpres 72/2021 mewajibkan pelaporan berkala.').first()).toBeVisible();
    await expect(officer.getByText('Diketik tanpa jaringan.')).toBeVisible();
    await expect(officer.getByText('Kaitannya sudah dijelaskan.')).toBeVisible();
    await officer.getByRole('radio', { name: 'Terpenuhi' }).check();
    await saved(officer);
    await officer.goto(`/rekomendasi/${id}/kajian`);
    await expect(officer.getByRole('form')).toBeVisible();
    await fillForm(officer, forms.study.form, study, 'isian');
    await saved(officer);
    await expectAccessible(officer);
    await officer.getByRole('link', { name: `Buka permohonan ${number}` }).click();
    await officer.getByRole('button', { name: 'Teruskan' }).click();
    await officer.getByRole('dialog').getByRole('button', { name: 'Teruskan' }).click();
    await expect(officer.getByText('Permohonan diteruskan.')).toBeVisible();
  });

  await test.step('the head approves, the letter goes out, the ministry approves', async () => {
    const head = await signedIn('kadis');
    await head.goto(`/rekomendasi/${id}`);
    await head.getByRole('button', { name: 'Catat keputusan DKISP' }).click();
    const dialog = head.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Catat', exact: true }).click();
    await expect(dialog.getByRole('alert')).toBeFocused();
    await expectAccessible(head);
    await record(head, '500.12/77/DKISP', 'Disetujui internal');
    await expect(head.getByText('Keputusan DKISP tercatat.')).toBeVisible();

    await officer.goto(`/rekomendasi/${id}`);
    await officer.getByRole('button', { name: 'Catat surat ke Kementerian' }).click();
    await record(officer, '500.12/9/DKISP');
    await expect(officer.getByText('Surat ke Kementerian tercatat.')).toBeVisible();
    await officer.getByRole('button', { name: /^Perbaiki catatan: Surat ke Kementerian/ }).click();
    const correction = officer.getByRole('dialog');
    await correction.getByLabel('Nomor surat').fill('500.12/90/DKISP');
    await correction.getByLabel('Mengapa diperbaiki').fill('Angka terakhir tertinggal.');
    await correction.getByRole('button', { name: 'Simpan perbaikan' }).click();
    await expect(officer.getByText('Perbaikan tercatat.')).toBeVisible();
    await expect(officer.getByText(/^Nomor 500\.12\/90\/DKISP,/)).toBeVisible();
    await expect(officer.getByText(/: Angka terakhir tertinggal\.$/)).toBeVisible();
    await officer.getByText('Catatan sebelumnya (1)').click();
    await expect(officer.getByText(/^Nomor 500\.12\/9\/DKISP,/)).toBeVisible();
    await officer.getByRole('button', { name: 'Catat pertimbangan Kementerian' }).click();
    await record(officer, 'B-12/DJTPD/2026', 'Disetujui (diberikan rekomendasi)');
    await expect(officer.getByText('Pertimbangan Kementerian tercatat.')).toBeVisible();
  });

  await applicant.goto(`/rekomendasi/${id}`);
  await expect(applicant.getByText('Disetujui Kementerian').first()).toBeVisible();
  for (const letter of ['500.12/77/DKISP', '500.12/90/DKISP', 'B-12/DJTPD/2026'])
    await expect(applicant.getByText(new RegExp(`Nomor ${letter},`))).toBeVisible();
  await expectAccessible(applicant);
  await applicant.getByRole('link', { name: 'Lihat kajian teknis' }).click();
  await expect(applicant.getByText(study.summary)).toBeVisible();
});
