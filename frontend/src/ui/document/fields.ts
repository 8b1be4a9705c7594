import { isWithin, type Json, type Pointer, valueAt, withValueAt } from './json';

/*
 * A form as data: which fields a document has, and how each is filled in. One description draws the form, finds
 * the field of a server's error, and names the places of a difference.
 */

export interface Option {
  value: string;
  label: string;
}

interface Described {
  /** Where the value stands: a pointer from the document, or from the row of a list. */
  path: Pointer;
  label: string;
  hint?: string | undefined;
  /** Whether the field makes sense beside the others; told of what stands around it. */
  when?: (around: Json) => boolean;
}

export interface SimpleField extends Described {
  /**
   * `lines` is a list of texts, one a line; `limit` an amount and its basis, or none; `number` a whole number, 0
   * standing for none; `real` any number, or null.
   */
  kind: 'text' | 'area' | 'markdown' | 'lines' | 'number' | 'real' | 'date' | 'colour' | 'flag' | 'limit';
}

export interface ChoiceField extends Described {
  kind: 'choice' | 'choices';
  options: readonly Option[];
}

export interface ListField extends Described {
  kind: 'list';
  /** What one row is called: "Langkah". */
  item: string;
  fields: readonly Field[];
  /** What a new row starts with; null: rows are neither added, removed nor moved. */
  blank: Json | null;
  /** What a closed row shows. */
  headline(row: Json): string;
  /** What the server calls rows by key instead of by place: key to label. */
  names?: Readonly<Record<string, string>>;
}

export type Field = SimpleField | ChoiceField | ListField;

/** Fields that belong together, under a title. */
export interface FieldGroup {
  key: string;
  title: string;
  text?: string;
  fields: readonly Field[];
}

/** A field found by a pointer. */
export interface Place {
  field: Exclude<Field, ListField> | ListField;
  /** Where the field stands in the document. */
  at: Pointer;
  /** The labels on the way: the list, its row, the field. */
  trail: readonly string[];
}

/**
 * The field that a pointer leads to: the one that stands there, the one that holds the place, or the first one
 * below it. Rows may be named by their place or, as in differences, by their key.
 */
export function fieldAt(fields: readonly Field[], pointer: Pointer, base: Pointer = ''): Place | null {
  const field =
    fields.find(({ path }) => isWithin(pointer, base + path)) ??
    fields.find(({ path }) => isWithin(base + path, pointer));
  if (!field) return null;
  const at = base + field.path;
  const row = isWithin(pointer, at) ? pointer.slice(at.length).split('/')[1] : undefined;
  if (field.kind !== 'list' || row === undefined) return { field, at, trail: [field.label] };
  const below = fieldAt(field.fields, pointer, `${at}/${row}`);
  const trail = [field.label, rowName(field, row)];
  if (!below || pointer === `${at}/${row}`)
    return { field: below?.field ?? field, at: below?.at ?? at, trail };
  return { ...below, trail: [...trail, ...below.trail] };
}

function rowName(list: ListField, row: string): string {
  const known = list.names?.[row];
  if (known) return known;
  return /^\d+$/.test(row) ? `${list.item} ${Number(row) + 1}` : `${list.item} “${row}”`;
}

/** The document as it is sent: lists of texts without empty lines, and nothing in fields that do not apply. */
export function tidied(document: Json, fields: readonly Field[]): Json {
  let result = document;
  for (const field of fields) {
    const value = valueAt(result, field.path);
    if (field.when && !field.when(result)) {
      if (typeof value === 'string' && value !== '') result = withValueAt(result, field.path, '');
    } else if (Array.isArray(value)) {
      if (field.kind === 'lines') {
        const lines = value.map((line) => String(line).trim()).filter((line) => line !== '');
        result = withValueAt(result, field.path, lines);
      } else if (field.kind === 'list') {
        result = withValueAt(
          result,
          field.path,
          value.map((row) => tidied(row, field.fields)),
        );
      }
    }
  }
  return result;
}
