import { apiBase, sessionFetch, uploadFetch } from './client';
import type { OnProgress } from './http';

interface Options {
  method?: string;
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  json?: unknown;
  form?: FormData;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

interface Answer<Data> {
  data: Data;
  etag: string;
}

export async function call<Data>(path: string, options: Options = {}): Promise<Answer<Data>> {
  const url = new URL(`${apiBase}${path}`, location.origin);
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (value !== undefined && value !== '' && value !== false) url.searchParams.set(name, String(value));
  }
  const headers = new Headers(options.headers);
  if (options.json !== undefined) headers.set('Content-Type', 'application/json');
  const send = options.onProgress ? uploadFetch(options.onProgress) : sessionFetch;
  const response = await send(url, {
    method: options.method ?? 'GET',
    headers,
    body: options.form ?? (options.json === undefined ? null : JSON.stringify(options.json)),
    signal: options.signal ?? null,
  });
  const data = (response.status === 204 ? undefined : await response.json()) as Data;
  return { data, etag: response.headers.get('ETag') ?? '' };
}
