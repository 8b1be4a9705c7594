import { isOutdated, isRetryable } from '~/api/problem';

/** Where the saving of something stands. What is not saved stays in memory and is sent again. */
export type SaveState =
  | { kind: 'saved'; at: string }
  | { kind: 'changed' | 'saving' | 'conflict' }
  | { kind: 'failed'; error: unknown; again: boolean };

/** What a saving gives back: the version that the next one is based on, and when it was. */
export interface Saved {
  etag: string;
  at: string;
}

const typingPause = 1500;
const retryPause = 5000;

/**
 * Saves while one types: after a pause, one saving at a time, the newest content, each based on the version before.
 * A lost connection is tried again by itself; a version that somebody else has changed waits for a decision.
 */
export class Autosaver<Content> {
  #state: SaveState;
  #etag: string;
  #content: Content | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  readonly #save: (content: Content, etag: string) => Promise<Saved>;
  readonly #listeners = new Set<() => void>();

  constructor(save: (content: Content, etag: string) => Promise<Saved>, { etag, at }: Saved) {
    this.#save = save;
    this.#etag = etag;
    this.#state = { kind: 'saved', at };
  }

  get state(): SaveState {
    return this.#state;
  }

  get etag(): string {
    return this.#etag;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Somebody has typed: this is what there is to save now. */
  change(content: Content): void {
    this.#content = content;
    if (this.#state.kind === 'conflict') return;
    if (this.#state.kind !== 'saving') this.#set({ kind: 'changed' });
    this.#later(typingPause);
  }

  /** Saves what is not saved yet, at once; tells whether all of it is saved now. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    await this.#running;
    if (this.#content !== undefined && this.#state.kind !== 'conflict') await this.#send();
    return this.#state.kind === 'saved';
  }

  /** After a conflict: the content in memory is to replace the version with this tag. */
  async overwrite(etag: string): Promise<void> {
    this.#etag = etag;
    this.#set({ kind: 'changed' });
    await this.flush();
  }

  /** After a conflict: the other version counts; nothing of this one is left to save. */
  adopt({ etag, at }: Saved): void {
    clearTimeout(this.#timer);
    this.#etag = etag;
    this.#content = undefined;
    this.#set({ kind: 'saved', at });
  }

  #later(pause: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), pause);
  }

  #send(): Promise<void> {
    const content = this.#content as Content;
    this.#content = undefined;
    this.#set({ kind: 'saving' });
    this.#running = this.#save(content, this.#etag).then(
      ({ etag, at }) => {
        this.#etag = etag;
        this.#set(this.#content === undefined ? { kind: 'saved', at } : { kind: 'changed' });
      },
      (error) => {
        // What was typed meanwhile is newer.
        this.#content ??= content;
        if (isOutdated(error)) return this.#set({ kind: 'conflict' });
        const again = isRetryable(error);
        this.#set({ kind: 'failed', error, again });
        if (again) this.#later(retryPause);
      },
    );
    return this.#running;
  }

  #set(state: SaveState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
