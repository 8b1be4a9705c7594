import type { APIRequestContext, APIResponse } from '@playwright/test';
import { type Account, password, pdfFile, subdomainAnswers } from './fixtures';

export const api = '/api/v1';
export const proposals = `${api}/spbe-recommendations`;

export interface Upload {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** The API as one account uses it, for what has screens and tests of its own. */
export async function apiOf(request: APIRequestContext, account: Account) {
  const login = await request.post(`${api}/auth/login`, { data: { username: account, password } });
  const headers = { Authorization: `Bearer ${(await login.json()).access_token}` };
  const get = async (path: string) => {
    const answer = await request.get(path, { headers });
    if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
    return answer;
  };
  const send = async (
    method: string,
    path: string,
    body: { data: object } | { multipart: Record<string, string | Upload> },
    more: Record<string, string> = {},
  ): Promise<APIResponse> => {
    const answer = await request.fetch(path, { method, headers: { ...headers, ...more }, ...body });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return answer;
  };
  const version = async (of: string) => ({ 'If-Match': (await get(of)).headers().etag ?? '' });
  return {
    json: async (path: string) => (await get(path)).json(),
    add: async (path: string, data: object) => (await send('POST', path, { data })).json(),
    /** Says something where nothing was said before. */
    first: (path: string, data: object) => send('PUT', path, { data }, { 'If-Match': '"0"' }),
    /** Changes what stands at `on`, based on the version that it has now. */
    change: async (method: 'PUT' | 'POST', path: string, data: object, on = path) =>
      send(method, path, { data }, await version(on)),
    /** Does something to what stands at `on` with a file. */
    upload: async (path: string, multipart: Record<string, string | Upload>, on: string) =>
      send('POST', path, { multipart }, await version(on)),
    /** Does something with a request, as it is now. */
    act: async (number: string, action: string, data: object = {}) => {
      const ticket = `${api}/tickets/${number}`;
      return send('POST', `${ticket}/${action}`, { data }, await version(ticket));
    },
    /** Files a request for a subdomain of its own, and gives its number. */
    submitRequest: async (subject: string): Promise<string> => {
      const answers = JSON.stringify(await subdomainAnswers(request));
      const letter = pdfFile('surat permohonan.pdf', subject);
      const multipart = { service_type: 'subdomain', subject, answers, letter };
      return (await (await send('POST', `${api}/tickets`, { multipart })).json()).number;
    },
  };
}

/** Brings a request that was just filed to the technical staff, who begin with it. */
export async function disposeToStaff(request: APIRequestContext, number: string): Promise<void> {
  const act = async (account: Account, action: string, data?: object) =>
    (await apiOf(request, account)).act(number, action, data);
  const dispose = (account: Account, role: string) =>
    act(account, 'dispositions', { to: { role, unit: 'aptika' }, instruction: 'Kaji.', urgency: 'normal' });
  await act('loket', 'take-up');
  await act('loket', 'forward');
  await dispose('kadis', 'division_head');
  await dispose('kabid.aptika', 'technical');
}
