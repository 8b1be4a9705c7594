import { ApiError } from './problem';
import type { Credentials, Grant, User } from './types';

export type SessionState =
  | { status: 'starting'; user: null }
  | { status: 'guest'; user: null }
  | { status: 'active'; user: User }
  /** The session ended while somebody was working: they sign in again where they are. */
  | { status: 'expired'; user: User };

/** What a session needs from its surroundings; tests bring their own. */
export interface SessionSurroundings {
  login(credentials: Credentials): Promise<Grant>;
  refresh(): Promise<Grant>;
  logout(): Promise<void>;
  /** Runs one task at a time in all tabs of this browser. */
  exclusively<T>(task: () => Promise<T>): Promise<T>;
  /** Talks to the other tabs. */
  channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>;
  /** Remembers whether a refresh cookie may exist; the cookie itself cannot be read by scripts. */
  hint: { get(): boolean; set(signedIn: boolean): void };
  now(): number;
}

type Notice = { type: 'granted'; grant: Grant; at: number } | { type: 'signed-out' };

/** A token is renewed this long before its end, so that a request is rarely refused for it. */
const marginMilliseconds = 20_000;

/**
 * The signed-in person of this tab. The access token lives in memory only; the refresh token lives in an
 * HttpOnly cookie shared by all tabs, and the server takes each one once (a second use ends the session as a
 * theft). So refreshing is done by one tab at a time, under a lock, and the new token is shown to the others.
 */
export class Session {
  readonly #around: SessionSurroundings;
  readonly #listeners = new Set<() => void>();
  #state: SessionState = { status: 'starting', user: null };
  #token: string | null = null;
  #tokenEndsAt = 0;
  #started: Promise<void> | null = null;
  #renewal: Promise<string | null> | null = null;
  #waitingForSignIn: Array<(token: string | null) => void> = [];

  constructor(around: SessionSurroundings) {
    this.#around = around;
    around.channel.addEventListener('message', (event) => this.#hear((event as MessageEvent<Notice>).data));
  }

  get state(): SessionState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = (): SessionState => this.#state;

  /** Finds out, once, whether somebody is signed in. A failing network leaves a guest. */
  ready(): Promise<void> {
    this.#started ??= this.#find();
    return this.#started;
  }

  async #find(): Promise<void> {
    if (!this.#around.hint.get()) return this.#become({ status: 'guest', user: null });
    try {
      this.#accept(await this.#around.exclusively(this.#around.refresh));
    } catch (error) {
      if (isRefused(error)) this.#around.hint.set(false);
      this.#become({ status: 'guest', user: null });
    }
  }

  /** Signs in; also used to come back after the session expired. Throws what the server said. */
  async signIn(credentials: Credentials): Promise<User> {
    const grant = await this.#around.exclusively(() => this.#around.login(credentials));
    this.#around.hint.set(true);
    this.#accept(grant);
    this.#tell({ type: 'granted', grant, at: this.#around.now() });
    return grant.user;
  }

  /** Signs out here and in the other tabs; a server that cannot be reached does not keep anybody in. */
  async signOut(): Promise<void> {
    this.#around.hint.set(false);
    this.#forget();
    this.#tell({ type: 'signed-out' });
    await this.#around.exclusively(this.#around.logout).catch(() => undefined);
  }

  /** The token to send now; renewed first when it is about to end. Null for a guest. */
  async token(): Promise<string | null> {
    await this.ready();
    if (this.#state.status === 'guest') return null;
    if (this.#token && this.#around.now() < this.#tokenEndsAt - marginMilliseconds) return this.#token;
    return this.renew(this.#token);
  }

  /**
   * A token other than the one that was refused. Everybody who asks at the same time shares one refresh. When
   * the session has ended, the promise waits until the person has signed in again, so that what they were
   * doing goes on; null if they leave.
   */
  renew(refused: string | null): Promise<string | null> {
    if (this.#state.status === 'expired') return this.#signInAgain();
    if (this.#token !== refused) return Promise.resolve(this.#token);
    this.#renewal ??= this.#refresh(refused).finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  /** Puts a changed user (a new password, a new name) in place of the old one. */
  updateUser(user: User): void {
    if (this.#state.status === 'active') this.#become({ status: 'active', user });
  }

  async #refresh(refused: string | null): Promise<string | null> {
    try {
      return await this.#around.exclusively(async () => {
        // Another tab may have refreshed while this one waited for its turn.
        if (this.#token !== refused) return this.#token;
        const grant = await this.#around.refresh();
        this.#accept(grant);
        this.#tell({ type: 'granted', grant, at: this.#around.now() });
        return grant.access_token;
      });
    } catch (error) {
      if (!isRefused(error) || this.#state.user === null) throw error;
      this.#around.hint.set(false);
      this.#token = null;
      this.#become({ status: 'expired', user: this.#state.user });
      return this.#signInAgain();
    }
  }

  #signInAgain(): Promise<string | null> {
    return new Promise((resolve) => this.#waitingForSignIn.push(resolve));
  }

  #hear(notice: Notice): void {
    if (notice.type === 'signed-out') {
      this.#forget();
    } else if (notice.type === 'granted' && this.#state.user?.id === notice.grant.user.id) {
      this.#accept(notice.grant, notice.at);
    } else if (notice.type === 'granted' && this.#state.user !== null) {
      // Somebody else signed in in another tab: this one must not go on under their cookie.
      this.#forget();
    }
  }

  #accept(grant: Grant, at = this.#around.now()): void {
    this.#token = grant.access_token;
    this.#tokenEndsAt = at + grant.expires_in * 1000;
    this.#become({ status: 'active', user: grant.user });
    this.#release(grant.access_token);
  }

  #forget(): void {
    this.#token = null;
    this.#become({ status: 'guest', user: null });
    this.#release(null);
  }

  #release(token: string | null): void {
    const waiting = this.#waitingForSignIn;
    this.#waitingForSignIn = [];
    for (const resolve of waiting) resolve(token);
  }

  #tell(notice: Notice): void {
    this.#around.channel.postMessage(notice);
  }

  #become(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** The server said no, as opposed to not having been reached. */
const isRefused = (error: unknown): boolean =>
  error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
