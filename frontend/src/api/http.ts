import { networkError, problemOf } from './problem';

/** Sends one request and gives its answer, whatever the status; throws ApiError when none comes. */
export type Transport = (request: Request) => Promise<Response>;

/** Where the tokens come from; Session is the one that the application uses. */
export interface TokenSource {
  token(): Promise<string | null>;
  renew(refused: string | null): Promise<string | null>;
}

/**
 * A fetch for the generated client: speaks the language of the screen, carries the access token, renews it
 * once when the server refuses it, and throws ApiError for every answer that is not a success.
 */
export function authorised(
  session: TokenSource,
  transport: Transport,
  language: () => string = () => document.documentElement.lang,
) {
  return async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    request.headers.set('Accept-Language', language());
    const again = request.clone();

    const token = await session.token();
    let response = await transport(withToken(request, token));
    if (response.status === 401 && token !== null) {
      const renewed = await session.renew(token);
      if (renewed !== null) response = await transport(withToken(again, renewed));
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  };
}

function withToken(request: Request, token: string | null): Request {
  if (token !== null) request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}

/** The ordinary way: fetch, with a lost connection told as ApiError. */
export const plainTransport: Transport = (request) =>
  fetch(request).catch((cause) => {
    if (request.signal.aborted) throw cause;
    throw networkError(cause);
  });

/** Progress of a transfer, 0 to 1. */
export type OnProgress = (fraction: number) => void;

/** Sends by XMLHttpRequest, the only way a browser tells how much of an upload has left. */
export function uploadTransport(onProgress: OnProgress): Transport {
  return async (request) => {
    const body = await request.blob();
    return new Promise((resolve, reject) => {
      const xhr = new XMLHttpRequest();
      xhr.open(request.method, request.url);
      xhr.responseType = 'blob';
      request.headers.forEach((value, name) => {
        xhr.setRequestHeader(name, value);
      });
      xhr.upload.addEventListener('progress', (event) => {
        if (event.lengthComputable) onProgress(event.loaded / event.total);
      });
      xhr.addEventListener('load', () => {
        // A status that forbids a body is refused by the Response constructor when it is given one.
        const content = xhr.status === 204 ? null : (xhr.response as Blob);
        resolve(new Response(content, { status: xhr.status, headers: headersOf(xhr) }));
      });
      xhr.addEventListener('error', () => reject(networkError(xhr)));
      xhr.addEventListener('timeout', () => reject(networkError(xhr)));
      xhr.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
      request.signal.addEventListener('abort', () => xhr.abort(), { once: true });
      xhr.send(body);
    });
  };
}

function headersOf(xhr: XMLHttpRequest): Headers {
  const headers = new Headers();
  for (const line of xhr.getAllResponseHeaders().trim().split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return headers;
}

/** Reads an answer to its end, telling how far it has come where the length is known. */
export async function readWithProgress(response: Response, onProgress: OnProgress): Promise<Blob> {
  const total = Number(response.headers.get('Content-Length'));
  if (!response.body || !total) return response.blob();
  let loaded = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        loaded += chunk.byteLength;
        onProgress(Math.min(1, loaded / total));
        controller.enqueue(chunk);
      },
    }),
  );
  const type = response.headers.get('Content-Type') ?? 'application/octet-stream';
  try {
    return new Blob([await new Response(counted).arrayBuffer()], { type });
  } catch (cause) {
    throw networkError(cause);
  }
}

/** The file name that the server gives (RFC 6266: `filename*` before `filename`). */
export function fileNameOf(response: Response, otherwise: string): string {
  const disposition = response.headers.get('Content-Disposition') ?? '';
  const encoded = /filename\*\s*=\s*UTF-8''([^;]+)/i.exec(disposition)?.[1];
  if (encoded) {
    try {
      return decodeURIComponent(encoded.trim());
    } catch {
      // A malformed name is no reason to lose the file: fall through to the plain one.
    }
  }
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/i.exec(disposition);
  return plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2]?.trim() ?? otherwise;
}
