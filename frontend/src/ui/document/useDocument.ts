import { useCallback, useEffect, useState } from 'react';
import { type Json, type Pointer, withValueAt } from './json';

/** A document with the version that a change must be based on. */
export interface Versioned<T> {
  value: T;
  etag: string;
}

/** What the browser keeps of a document that is being edited. */
interface Kept<T> extends Versioned<T> {
  /** RFC 3339. */
  at: string;
}

/**
 * A document that is being edited. What was typed is kept in this browser until it is saved or discarded, so
 * that neither an ended session nor a closed tab loses it. When somebody else saves in between, the edit stays
 * based on the version that was read (the server refuses it), until the person decides: `rebase` or `discard`.
 */
export function useDocument<T extends Json>(server: Versioned<T>, key: string) {
  const [restored, setRestored] = useState(() => read(key, server.value));
  const [base, setBase] = useState<Versioned<T>>(
    // The value is the server's either way: it only tells what is changed.
    restored ? { value: server.value, etag: restored.etag } : server,
  );
  const [value, setValue] = useState<T>(restored ? restored.value : server.value);
  const [keptAt, setKeptAt] = useState(restored?.at ?? null);
  const dirty = !same(value, base.value);

  // The server has another version: follow it, unless something was typed here.
  const [seen, setSeen] = useState(server.etag);
  if (seen !== server.etag) {
    setSeen(server.etag);
    if (!dirty) {
      setBase(server);
      setValue(server.value);
    }
  }

  useEffect(() => {
    setKeptAt(dirty ? keep(key, { value, etag: base.etag, at: new Date().toISOString() }) : forget(key));
  }, [dirty, value, base.etag, key]);

  const set = useCallback(
    (pointer: Pointer, next: Json) => setValue((now) => withValueAt(now, pointer, next) as T),
    [],
  );
  return {
    value,
    set,
    /** What a change is based on (If-Match). */
    etag: base.etag,
    dirty,
    /** Somebody else has saved since this was read. */
    outdated: dirty && base.etag !== server.etag,
    /** When what is on the screen was taken from this browser rather than from the server. */
    restoredFrom: dirty && restored ? restored.at : null,
    /** When the browser last kept what is typed; null when it cannot. */
    keptAt,
    /** Back to what the server has. */
    discard: () => {
      setBase(server);
      setValue(server.value);
    },
    /** Keeps what is typed, as a change of what the server has now. */
    rebase: () => setBase(server),
    /** To be called with what was sent and what the server made of it; what was typed since then stays. */
    saved: (sent: T, taken: Versioned<T>) => {
      setBase(taken);
      setValue((now) => (now === sent ? taken.value : now));
      setRestored(null);
    },
  };
}

export type EditedDocument<T extends Json> = ReturnType<typeof useDocument<T>>;

const same = (a: Json, b: Json): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

function read<T extends Json>(key: string, current: T): Kept<T> | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Kept<T> | null;
    return kept?.value && kept.at && !same(kept.value, current) ? kept : null;
  } catch {
    // Somebody else's data, or storage that is closed to us: as if nothing were kept.
    return null;
  }
}

function keep<T>(key: string, kept: Kept<T>): string | null {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
    return kept.at;
  } catch {
    return null;
  }
}

function forget(key: string): null {
  try {
    localStorage.removeItem(key);
  } catch {
    // Storage that is closed to us keeps nothing either.
  }
  return null;
}
