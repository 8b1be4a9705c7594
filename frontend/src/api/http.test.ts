import { describe, expect, it, vi } from 'vitest';
import { authorised, fileNameOf, type Transport } from './http';
import { type ApiError, problemOf } from './problem';

const session = () => ({
  token: vi.fn(async () => 'old'),
  renew: vi.fn(async (): Promise<string | null> => 'new'),
});
const url = 'http://localhost/api/v1/tickets';

/** Refuses every token but the given ones, and notes what it was asked. */
function server(...accepted: string[]) {
  const asked: { authorization: string | null; language: string | null; body: string }[] = [];
  const transport: Transport = async (request) => {
    const authorization = request.headers.get('Authorization');
    asked.push({
      authorization,
      language: request.headers.get('Accept-Language'),
      body: await request.text(),
    });
    const known = accepted.some((token) => authorization === `Bearer ${token}`);
    return known ? Response.json({ ok: true }) : Response.json({ code: 'auth.signed_out' }, { status: 401 });
  };
  return { asked, transport };
}

describe('authorised', () => {
  it('carries the token and the language of the screen', async () => {
    const { asked, transport } = server('old');
    await authorised(session(), transport, () => 'en')(url);
    expect(asked).toEqual([{ authorization: 'Bearer old', language: 'en', body: '' }]);
  });

  it('renews a refused token once and sends the same body again', async () => {
    const { asked, transport } = server('new');
    const tokens = session();
    const response = await authorised(tokens, transport, () => 'id')(url, { method: 'POST', body: 'isi' });
    expect(response.ok).toBe(true);
    expect(asked.map(({ authorization, body }) => [authorization, body])).toEqual([
      ['Bearer old', 'isi'],
      ['Bearer new', 'isi'],
    ]);
    expect(tokens.renew).toHaveBeenCalledExactlyOnceWith('old');
  });

  it('gives up after one renewal', async () => {
    const { asked, transport } = server();
    await expect(authorised(session(), transport, () => 'id')(url)).rejects.toMatchObject({ status: 401 });
    expect(asked).toHaveLength(2);
  });

  it('does not send a guest to renew anything', async () => {
    const { transport } = server();
    const tokens = { token: async () => null, renew: vi.fn() };
    await expect(authorised(tokens, transport, () => 'id')(url)).rejects.toMatchObject({ status: 401 });
    expect(tokens.renew).not.toHaveBeenCalled();
  });
});

describe('problemOf', () => {
  it('reads a problem document with its pointers', async () => {
    const response = Response.json(
      {
        code: 'input.invalid',
        detail: 'Perbaiki isian.',
        errors: [{ pointer: '/subject', code: 'field.max', detail: 'Terlalu panjang.' }],
      },
      { status: 422, headers: { 'X-Request-Id': 'r-1' } },
    );
    const problem: ApiError = await problemOf(response);
    expect(problem).toMatchObject({
      status: 422,
      code: 'input.invalid',
      message: 'Perbaiki isian.',
      requestId: 'r-1',
      fields: [{ pointer: '/subject', code: 'field.max', detail: 'Terlalu panjang.' }],
    });
  });

  it('makes do with the status when a proxy answers in HTML', async () => {
    const problem = await problemOf(
      new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'Retry-After': '30' } }),
    );
    expect(problem).toMatchObject({ status: 502, code: 'http.502', message: '', fields: [], retryAfter: 30 });
  });
});

describe('fileNameOf', () => {
  it.each([
    [`attachment; filename="surat.pdf"`, 'surat.pdf'],
    [`attachment; filename="a \\"b\\".pdf"`, 'a "b".pdf'],
    [`attachment; filename=polos.pdf`, 'polos.pdf'],
    [
      `attachment; filename="x.pdf"; filename*=UTF-8''surat%20jawaban%20%E2%80%93%201.pdf`,
      'surat jawaban – 1.pdf',
    ],
    [`attachment; filename="x.pdf"; filename*=UTF-8''%E2%28`, 'x.pdf'],
    ['', 'cadangan.pdf'],
  ])('reads %s', (disposition, name) => {
    const response = new Response(null, { headers: { 'Content-Disposition': disposition } });
    expect(fileNameOf(response, 'cadangan.pdf')).toBe(name);
  });
});
