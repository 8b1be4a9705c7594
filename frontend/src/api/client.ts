import { postAuthLogin, postAuthLogout, postAuthRefresh } from './generated';
import { client } from './generated/client.gen';
import {
  authorised,
  type OnProgress,
  plainTransport,
  type TokenSource,
  type Transport,
  uploadTransport,
} from './http';
import { Session } from './session';

const hintKey = 'elayanan.signed-in';

/** Signing in, refreshing and signing out go without a token, and so never wait for one. */
const withoutToken: TokenSource = { token: async () => null, renew: async () => null };

const authentication = {
  fetch: authorised(withoutToken, plainTransport),
  // Lets the browser take the new cookie even while the page is being closed or reloaded; otherwise the next
  // page would send a refresh token that the server has already seen.
  keepalive: true,
};

/** The one session of this tab. */
export const session = new Session({
  login: async (credentials) => (await postAuthLogin({ ...authentication, body: credentials })).data,
  refresh: async () => (await postAuthRefresh(authentication)).data,
  logout: async () => {
    await postAuthLogout(authentication);
  },
  exclusively: (task) => navigator.locks.request('elayanan.refresh', task),
  channel: new BroadcastChannel('elayanan.session'),
  hint: {
    // Who comes back from the OpenID provider brings the cookie along (api/auth/openid.go).
    get: () =>
      localStorage.getItem(hintKey) !== null ||
      new URLSearchParams(window.location.search).get('sso') === 'masuk',
    set: (signedIn) => (signedIn ? localStorage.setItem(hintKey, '1') : localStorage.removeItem(hintKey)),
  },
  now: () => Date.now(),
});

const fetchWith = (transport: Transport) => authorised(session, transport);

/** fetch with the session's token, telling how much of the body has been sent. */
export const uploadFetch = (onProgress: OnProgress) => fetchWith(uploadTransport(onProgress));

// Every generated function goes through the session unless it is told otherwise.
client.setConfig({ fetch: fetchWith(plainTransport) });
