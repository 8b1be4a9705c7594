/** A value as the API takes and gives it. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

/**
 * Names a place in a document as the server's errors do: a JSON pointer (RFC 6901) such as `/steps/0/name`,
 * empty for the whole. No name in our documents has a slash or a tilde, so nothing is escaped.
 */
export type Pointer = string;

const segments = (pointer: Pointer): string[] => pointer.split('/').slice(1);

/** What stands at a place; undefined where there is nothing. */
export function valueAt(document: Json | undefined, pointer: Pointer): Json | undefined {
  let value = document;
  for (const name of segments(pointer)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, Json | undefined>>)[name];
  }
  return value;
}

/** The text or number that stands at a place, as text; empty where there is none. */
export function textAt(document: Json | undefined, pointer: Pointer): string {
  const value = valueAt(document, pointer);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The document with another value at a place. What lies beside the way there stays the same object. */
export function withValueAt(document: Json | undefined, pointer: Pointer, value: Json): Json {
  const [name, ...rest] = segments(pointer);
  if (name === undefined) return value;
  const below = rest.map((segment) => `/${segment}`).join('');
  if (Array.isArray(document)) {
    return document.map((item, index) => (String(index) === name ? withValueAt(item, below, value) : item));
  }
  const members = typeof document === 'object' && document !== null ? document : {};
  return { ...members, [name]: withValueAt(valueAt(document, `/${name}`), below, value) };
}

/** Whether a place is another, or lies below it. */
export const isWithin = (pointer: Pointer, outer: Pointer): boolean =>
  pointer === outer || pointer.startsWith(`${outer}/`);
