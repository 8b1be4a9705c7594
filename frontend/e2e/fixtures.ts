import { randomBytes } from 'node:crypto';
import {
  type APIRequestContext,
  type BrowserContext,
  test as base,
  expect,
  type Page,
} from '@playwright/test';
import { violationsOf } from './axe';
import { pdfFile } from './files';
import { fillForm } from './fillForm';

const api = '/api/v1';

/** Of every demo account; the server is started with it. */
export const password = 'empat gajah menyeberang sungai';

export type Account =
  | 'pemohon'
  | 'pemohon2'
  | 'loket'
  | 'kadis'
  | 'kabid.aptika'
  | 'teknis.aptika'
  | 'admin'
  | 'auditor';

/**
 * `watch` fails the test for anything that a page says on the console as an error or a warning (a refused
 * style, a failed request, a broken key), and for whatever the content security policy refuses, said or not. What a
 * test provokes on purpose is named with `expected`.
 */
interface Fixtures {
  watch(page: Page, expected?: RegExp): Promise<void>;
  /** An empty page of its own browser context, signed in as the account; watched. */
  signedIn(
    account: Account,
    options?: Parameters<import('@playwright/test').Browser['newContext']>[0],
    expected?: RegExp,
  ): Promise<Page>;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  watch: async ({}, use) => {
    const complaints: string[] = [];
    await use(async (page, expected) => {
      page.on('console', (message) => {
        if (!['error', 'warning'].includes(message.type())) return;
        const refusedByPolicy = /Content Security Policy/i.test(message.text()); // never expected
        if (expected?.test(message.text()) && !refusedByPolicy) return;
        complaints.push(`${page.url()}: ${message.text()}`);
      });
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error}`));
      await page.addInitScript(() =>
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
          throw new Error(`Content Security Policy: ${effectiveDirective} refuses ${blockedURI}`);
        }),
      );
    });
    expect(complaints).toEqual([]);
  },
  signedIn: async ({ browser, baseURL, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (account, options, expected) => {
      // What the sign-in page leaves behind: the cookie, and that there is one.
      const localStorage = [{ name: 'elayanan.signed-in', value: '1' }];
      const context = await browser.newContext({
        storageState: { cookies: [], origins: [{ origin: String(baseURL), localStorage }] },
        ...options,
      });
      contexts.push(context);
      const answer = await context.request.post(`${api}/auth/login`, {
        data: { username: account, password },
      });
      expect(answer.ok()).toBe(true);
      const page = await context.newPage();
      await watch(page, expected);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { pdf, pdfFile } from './files';
export { expect };

export async function signIn(page: Page, account: string): Promise<void> {
  await page.goto('/masuk');
  await page.getByLabel('Nama pengguna').fill(account);
  await page.getByLabel('Kata sandi', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await expect(page).toHaveURL(/\/dasbor$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Dasbor' })).toBeVisible();
}

/** Automatic accessibility rules of WCAG 2.2 A and AA; what is found is printed with its place. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await violationsOf(page)).toEqual([]);
}

export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const excess = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(excess).toBe(0);
}

const looks = [
  { name: 'desktop, light', width: 1280, colorScheme: 'light', accessible: true },
  { name: 'desktop, dark', width: 1280, colorScheme: 'dark', accessible: false },
  { name: 'phone, light', width: 390, colorScheme: 'light', accessible: false },
  { name: 'phone, dark', width: 390, colorScheme: 'dark', accessible: true },
  { name: 'narrow, dark', width: 320, colorScheme: 'dark', accessible: false },
] as const;

/**
 * Turns the page as it is through all its looks: nothing scrolls sideways in any, and every rule of accessibility is
 * tried at both widths and in both schemes, contrasts among them. (Colours depend on the scheme, not on the width.)
 */
export async function expectGoodLooks(page: Page, isAccessible = expectAccessible): Promise<void> {
  for (const { name, width, colorScheme, accessible } of looks) {
    await test.step(name, async () => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await expectNoSidewaysScrolling(page);
      if (accessible) await isAccessible(page);
    });
  }
}

/** What the example of the service for subdomains answers, with a name of its own. */
export async function subdomainAnswers(request: APIRequestContext) {
  const { example } = await (await request.get(`${api}/service-types/subdomain`)).json();
  return { ...example, subdomain: `uji-${randomBytes(6).toString('hex')}` };
}

/** Sends a request for a subdomain on the screen, and gives its number, which the page of thanks then shows. */
export async function sendRequest(page: Page, subject: string): Promise<string> {
  await fillRequest(page, subject);
  await page.getByRole('button', { name: 'Periksa sebelum mengirim' }).click();
  await page.getByRole('button', { name: 'Kirim Permohonan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Permohonan terkirim' })).toBeVisible();
  const number = /TKT-\d{8}-\d{4,}/.exec(page.url())?.[0];
  if (!number) throw new Error(`no ticket number in ${page.url()}`);
  return number;
}

/** Begins a request of a service with a form. */
export async function beginDraft(page: Page, code: string): Promise<void> {
  await page.goto(`/permohonan/baru/${code}`);
  await page.getByRole('button', { name: 'Mulai mengisi' }).click();
  await expect(page).toHaveURL(/\/permohonan\/draf\//);
}

/** Fills in a request for a subdomain of its own, and leaves it there. */
export async function fillRequest(page: Page, subject: string): Promise<void> {
  const { form } = await (await page.request.get(`${api}/service-types/subdomain`)).json();
  await beginDraft(page, 'subdomain');
  await page.getByLabel('Perihal').fill(subject);
  await fillForm(page, form, await subdomainAnswers(page.request));
  await page
    .getByLabel('Surat permohonan', { exact: true })
    .setInputFiles(pdfFile('surat permohonan.pdf', subject));
  await expect(page.getByRole('button', { name: 'Hapus surat permohonan.pdf' })).toBeVisible();
}

export async function openTicket(page: Page, number: string): Promise<void> {
  await page.goto(`/permohonan/${number}`);
  await expect(page.getByText(number, { exact: true }).first()).toBeVisible();
}
