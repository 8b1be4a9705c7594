import { authorised, type OnProgress, plainTransport, type Transport, uploadTransport } from './http';
import { problemOf } from './problem';
import { type Credentials, type Grant, Session } from './session';

export const apiBase = '/api/v1';
const hintKey = 'elayanan.signed-in';

/** Without a session: signing in, refreshing and signing out must not wait for a token. */
async function authenticate<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const headers = new Headers(init.headers);
  headers.set('Accept-Language', document.documentElement.lang);
  // keepalive lets the browser take the new cookie even when the page is being closed or reloaded; otherwise
  // the next page would send a refresh token that the server has already seen.
  const request = new Request(`${apiBase}${path}`, { ...init, method: 'POST', headers, keepalive: true });
  const response = await plainTransport(request);
  if (!response.ok) throw await problemOf(response);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

/** The one session of this tab. */
export const session = new Session({
  login: (credentials: Credentials) =>
    authenticate<Grant>('/auth/login', {
      body: JSON.stringify(credentials),
      headers: { 'Content-Type': 'application/json' },
    }),
  refresh: () => authenticate<Grant>('/auth/refresh', {}),
  logout: (token) => authenticate<void>('/auth/logout', { headers: { Authorization: `Bearer ${token}` } }),
  exclusively: (task) => navigator.locks.request('elayanan.refresh', task),
  channel: new BroadcastChannel('elayanan.session'),
  hint: {
    get: () => localStorage.getItem(hintKey) !== null,
    set: (signedIn) => (signedIn ? localStorage.setItem(hintKey, '1') : localStorage.removeItem(hintKey)),
  },
  now: () => Date.now(),
});

const fetchWith = (transport: Transport) => authorised(session, transport);

/** fetch with the session's token. */
export const sessionFetch = fetchWith(plainTransport);

/** fetch with the session's token, telling how much of the body has been sent. */
export const uploadFetch = (onProgress: OnProgress) => fetchWith(uploadTransport(onProgress));
