import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectGoodLooks, test } from './fixtures';

const saved = (page: Page) => expect(page.getByText(/^Tersimpan pukul/)).toBeVisible();

const problem = (page: Page) => page.getByLabel('Keadaan dan permasalahan sekarang', { exact: true });
const urgency = (page: Page) => page.getByLabel(/^Alasan mendesak/);

test('two browsers write at the same point of a proposal, one loses its connection, and nothing is lost', async ({
  signedIn,
  watch,
}) => {
  test.slow();
  const here = await signedIn('pemohon', {}, /412|422/);
  await here.goto('/rekomendasi/baru');
  await here.getByRole('button', { name: 'Buat dan mulai mengisi' }).click();
  await expect(here.getByRole('alert')).toBeFocused();
  await here.getByLabel('Judul atau nama aplikasi').fill('Antrean Terpadu RSUD');
  await here.getByRole('radio', { name: 'Pembangunan' }).check();
  await here.getByRole('button', { name: 'Buat dan mulai mengisi' }).click();
  await expect(here.getByRole('heading', { level: 1, name: 'Antrean Terpadu RSUD' })).toBeVisible();
  await expectAccessible(here);
  await here.getByRole('link', { name: 'Permasalahan dan Kebutuhan' }).click();
  await expect(problem(here)).toBeVisible();
  const address = here.url();

  const there = await signedIn('pemohon', {}, /412|ERR_INTERNET_DISCONNECTED/);
  const context = there.context();
  await there.goto(address);
  await expect(problem(there)).toBeVisible();

  // Different fields: both are kept without a question.
  await problem(here).fill('Pasien antre sejak pukul 05.00.');
  await saved(here);
  await urgency(there).fill('Kunjungan naik 40 persen.');
  await expect(there.getByText('telah digabungkan dengan isian Anda')).toBeVisible();
  await saved(there);
  await expect(problem(there)).toHaveValue('Pasien antre sejak pukul 05.00.');

  // The same field: both texts are shown, and one is chosen.
  await problem(here).fill('Pasien antre sejak pukul 04.00.');
  await saved(here);
  await problem(there).fill('Antrean mencapai 300 pasien sehari.');
  const question = there.getByRole('region', { name: /Isian yang sama diubah oleh/ });
  await expect(question.getByText('Pasien antre sejak pukul 04.00.')).toBeVisible();
  await expect(question.getByText('Antrean mencapai 300 pasien sehari.')).toBeVisible();
  await expectGoodLooks(there);
  await question.getByRole('radio', { name: 'Pakai keduanya, lalu rapikan' }).check();
  await question.getByRole('button', { name: 'Simpan pilihan' }).click();
  await saved(there);

  // The connection is lost, and the tab is closed: what was typed is offered when one comes back.
  await context.setOffline(true);
  await urgency(there).fill('Kunjungan naik 55 persen.');
  await expect(there.getByText(/^Belum tersimpan/)).toBeVisible();
  await there.close();
  await context.setOffline(false);
  const again = await context.newPage();
  await watch(again);
  await again.goto(address);
  await expect(again.getByText('Ada isian Anda yang belum tersimpan di server')).toBeVisible();
  await expectAccessible(again);
  await again.getByRole('button', { name: 'Pulihkan isian saya' }).click();
  await saved(again);

  await here.reload();
  await expect(urgency(here)).toHaveValue('Kunjungan naik 55 persen.');
  await expect(problem(here)).toHaveValue(
    'Antrean mencapai 300 pasien sehari.\n\nPasien antre sejak pukul 04.00.',
  );
});
