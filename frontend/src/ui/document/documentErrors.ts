import { ApiError } from '~/api/problem';
import { type Field, fieldAt } from './fields';
import { isWithin, type Pointer } from './json';

export interface DocumentErrors {
  /** What stands at each field. */
  byField: ReadonlyMap<Pointer, string>;
  /** The same for the summary, in the server's order, each with the way to its field. */
  lines: readonly { at: Pointer | null; text: string }[];
}

const none: DocumentErrors = { byField: new Map(), lines: [] };

/** What the server found wrong with a document, each fault at the field that its pointer leads to. */
export function documentErrors(error: unknown, fields: readonly Field[], root: Pointer = ''): DocumentErrors {
  if (!(error instanceof ApiError) || error.fields.length === 0) return none;
  const byField = new Map<Pointer, string>();
  const lines = error.fields.map(({ pointer, detail }) => {
    const inside = root !== '' && isWithin(pointer, root) ? pointer.slice(root.length) : pointer;
    const place = fieldAt(fields, inside);
    const text = detail || error.message;
    if (!place) return { at: null, text };
    if (!byField.has(place.at)) byField.set(place.at, text);
    return { at: place.at, text: `${place.trail.join(' › ')}: ${text}` };
  });
  return { byField, lines };
}
