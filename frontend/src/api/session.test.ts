import { describe, expect, it } from 'vitest';
import { ApiError } from './problem';
import { Session, type SessionSurroundings } from './session';
import type { Grant, User } from './types';

const user = (id: string): User => ({
  id,
  username: id,
  name: `Nama ${id}`,
  roles: [{ role: 'applicant' }],
  organisation: null,
  must_change_password: false,
  second_factor: false,
  needs_second_factor: false,
  permissions: [],
});

const refused = new ApiError({ status: 401, code: 'auth.signed_out' });

/** One browser: tabs share the lock and hear each other; the server hands out numbered tokens. */
class Browser {
  signedIn = true;
  refreshes = 0;
  logouts = 0;
  time = 0;
  person = 'siti';
  /** What the next refresh does instead of succeeding. */
  failure: unknown = null;
  #lock: Promise<unknown> = Promise.resolve();
  #tabs: Array<(event: MessageEvent) => void> = [];

  openTab(): Session {
    let own: ((event: MessageEvent) => void) | undefined;
    const surroundings: SessionSurroundings = {
      login: async ({ username }) => this.#grant(`login-${username}`, username),
      refresh: async () => {
        this.refreshes += 1;
        if (this.failure) throw this.failure;
        return this.#grant(`token-${this.refreshes}`, this.person);
      },
      logout: async () => {
        this.logouts += 1;
      },
      exclusively: (task) => {
        const turn = this.#lock.then(task);
        this.#lock = turn.catch(() => undefined);
        return turn;
      },
      channel: {
        postMessage: (data: unknown) => {
          for (const tab of this.#tabs) if (tab !== own) tab({ data } as MessageEvent);
        },
        addEventListener: ((_type: string, listener: (event: MessageEvent) => void) => {
          own = listener;
          this.#tabs.push(listener);
        }) as BroadcastChannel['addEventListener'],
      },
      hint: {
        get: () => this.signedIn,
        set: (signedIn) => {
          this.signedIn = signedIn;
        },
      },
      now: () => this.time,
    };
    return new Session(surroundings);
  }

  #grant(token: string, person: string): Grant {
    return { access_token: token, token_type: 'Bearer', expires_in: 600, user: user(person) };
  }
}

describe('opening a page', () => {
  it('asks nothing of the server when nobody was signed in', async () => {
    const browser = new Browser();
    browser.signedIn = false;
    const tab = browser.openTab();
    await tab.ready();
    expect(tab.state.status).toBe('guest');
    expect(browser.refreshes).toBe(0);
    expect(await tab.token()).toBeNull();
  });

  it('takes the session up again, once, however many ask', async () => {
    const browser = new Browser();
    const tab = browser.openTab();
    expect(await Promise.all([tab.token(), tab.token(), tab.ready()])).toEqual([
      'token-1',
      'token-1',
      undefined,
    ]);
    expect(tab.state).toMatchObject({ status: 'active', user: { id: 'siti' } });
    expect(browser.refreshes).toBe(1);
  });

  it('forgets a session that has ended, but not one that could not be reached', async () => {
    const browser = new Browser();
    browser.failure = new ApiError({ status: 0, code: 'network' });
    await browser.openTab().ready();
    expect(browser.signedIn).toBe(true);
    browser.failure = refused;
    await browser.openTab().ready();
    expect(browser.signedIn).toBe(false);
  });
});

describe('renewing the token', () => {
  it('happens before the token ends, and once for all who wait', async () => {
    const browser = new Browser();
    const tab = browser.openTab();
    await tab.ready();
    browser.time = 570_000;
    expect(await tab.token()).toBe('token-1');
    browser.time = 590_000;
    expect(await Promise.all([tab.token(), tab.token(), tab.token()])).toEqual([
      'token-2',
      'token-2',
      'token-2',
    ]);
    expect(browser.refreshes).toBe(2);
  });

  it('gives the newer token to whoever was refused with an older one', async () => {
    const browser = new Browser();
    const tab = browser.openTab();
    await tab.ready();
    await tab.renew('token-1');
    expect(await tab.renew('token-1')).toBe('token-2');
    expect(browser.refreshes).toBe(2);
  });

  it('is shared between tabs that need it at the same moment', async () => {
    const browser = new Browser();
    const [one, two] = [browser.openTab(), browser.openTab()];
    await one.ready();
    await two.ready();
    browser.time = 600_000;
    const tokens = await Promise.all([one.token(), two.token()]);
    expect(tokens[0]).toBe(tokens[1]);
    expect(browser.refreshes).toBe(3); // one at the start of each tab, one for both now
  });

  it('fails without ending the session when the server cannot be reached', async () => {
    const browser = new Browser();
    const tab = browser.openTab();
    await tab.ready();
    browser.failure = new ApiError({ status: 503, code: 'unavailable' });
    await expect(tab.renew('token-1')).rejects.toMatchObject({ status: 503 });
    expect(tab.state.status).toBe('active');
  });
});

describe('a session that ends while somebody works', () => {
  it('lets requests wait until the same person has signed in again', async () => {
    const browser = new Browser();
    const tab = browser.openTab();
    await tab.ready();
    browser.failure = refused;
    const waiting = Promise.all([tab.renew('token-1'), tab.renew('token-1')]);
    await expect.poll(() => tab.state.status).toBe('expired');
    await tab.signIn({ username: 'siti', password: 'x' });
    expect(await waiting).toEqual(['login-siti', 'login-siti']);
    expect(tab.state.status).toBe('active');
  });

  it('lets them go without a token when the person leaves', async () => {
    const browser = new Browser();
    const tab = browser.openTab();
    await tab.ready();
    browser.failure = refused;
    const waiting = tab.renew('token-1');
    await expect.poll(() => tab.state.status).toBe('expired');
    await tab.signOut();
    expect(await waiting).toBeNull();
    expect(tab.state.status).toBe('guest');
  });
});

describe('several tabs', () => {
  it('are signed out together', async () => {
    const browser = new Browser();
    const [one, two] = [browser.openTab(), browser.openTab()];
    await one.ready();
    await two.ready();
    await one.signOut();
    expect(two.state.status).toBe('guest');
    expect(browser.logouts).toBe(1);
    expect(browser.signedIn).toBe(false);
  });

  it('do not go on as one person when another signs in', async () => {
    const browser = new Browser();
    const [one, two] = [browser.openTab(), browser.openTab()];
    await one.ready();
    await two.signIn({ username: 'budi', password: 'x' });
    expect(one.state).toEqual({ status: 'guest', user: null });
    expect(two.state).toMatchObject({ status: 'active', user: { id: 'budi' } });
  });
});
