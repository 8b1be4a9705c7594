/** What was typed and has not reached the server, with what it was based on. */
export interface LocalCopy<Content> {
  content: Content;
  /** What the server had, and its version, when this was typed. */
  base: Content;
  etag: string;
  at: string;
}

const prefix = 'elayanan.unsaved/';

/** Nobody looks for something older, and a shared computer should not keep it for ever. */
const longest = 14 * 86_400_000;

/** As the page needs it; tests bring their own. */
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/**
 * What was typed and is not saved yet, kept in this browser, so that a closed tab or an empty battery loses nothing.
 * A key begins with the person's id: nobody else who signs in here is offered it.
 */
export class LocalCopies {
  readonly #store: Store;
  readonly #now: () => number;

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** Whether it is kept: a browser may be full, or forbid it. */
  keep<Content>(key: string, copy: Omit<LocalCopy<Content>, 'at'>): boolean {
    try {
      const at = new Date(this.#now()).toISOString();
      this.#store.setItem(prefix + key, JSON.stringify({ ...copy, at }));
      return true;
    } catch {
      return false;
    }
  }

  read<Content>(key: string): LocalCopy<Content> | null {
    try {
      const copy = JSON.parse(this.#store.getItem(prefix + key) ?? 'null') as LocalCopy<Content> | null;
      if (copy === null || this.#now() - Date.parse(copy.at) < longest) return copy;
    } catch {
      // What cannot be read is of no use to anybody.
    }
    this.drop(key);
    return null;
  }

  drop(key: string): void {
    this.#store.removeItem(prefix + key);
  }

  /** The keys of all copies that begin like this. */
  keys(start = ''): string[] {
    const all = Array.from({ length: this.#store.length }, (_, index) => this.#store.key(index) ?? '');
    return all.filter((key) => key.startsWith(prefix + start)).map((key) => key.slice(prefix.length));
  }

  /** For those who sign out: nothing of theirs stays behind. */
  dropAll(): void {
    for (const key of this.keys()) this.drop(key);
  }
}
