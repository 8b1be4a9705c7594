import { isBlank, isGroup } from './check';
import type { Answers, Form } from './types';

/** The keys of the fields whose answers differ, in the order of the form. */
export const changedKeys = (form: Form, before: Answers, after: Answers): string[] =>
  form['x-sections'].flatMap(({ fields }) => fields).filter((key) => !sameAnswer(before[key], after[key]));

/** Whether two answers say the same, however their parts are ordered. */
export const sameAnswer = (one: unknown, other: unknown): boolean => written(one) === written(other);

/** A row of a list before and after; null where it was not there. Numbers are places in their lists, from 1. */
export interface RowChange {
  before: { number: number; row: unknown } | null;
  after: { number: number; row: unknown } | null;
}

/** The rows that differ between two lists: changed in their place, removed, or added. What only moved up or down is the same. */
export function changedRows(before: readonly unknown[], after: readonly unknown[]): RowChange[] {
  const [old, now] = [before.map(written), after.map(written)];
  // longest[i][j]: how many rows the ends of both lists, from i and j on, have in common in the same order.
  const longest = Array.from({ length: old.length + 1 }, () => Array<number>(now.length + 1).fill(0));
  const common = (i: number, j: number) => longest[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--) {
      const line = longest[i];
      if (line)
        line[j] = old[i] === now[j] ? common(i + 1, j + 1) + 1 : Math.max(common(i + 1, j), common(i, j + 1));
    }
  const changes: RowChange[] = [];
  let removed: RowChange['before'][] = [];
  let added: RowChange['after'][] = [];
  const flush = () => {
    for (let n = 0; n < Math.max(removed.length, added.length); n++)
      changes.push({ before: removed[n] ?? null, after: added[n] ?? null });
    removed = [];
    added = [];
  };
  for (let [i, j] = [0, 0]; i < old.length || j < now.length; ) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      flush();
      i++;
      j++;
    } else if (j < now.length && (i >= old.length || common(i, j + 1) >= common(i + 1, j))) {
      added.push({ number: j + 1, row: after[j] });
      j++;
    } else {
      removed.push({ number: i + 1, row: before[i] });
      i++;
    }
  }
  flush();
  return changes;
}

/** An answer as a text that is the same for the same answer, however its parts are ordered. */
function written(value: unknown): string {
  if (isBlank(value)) return '';
  if (Array.isArray(value)) return `[${value.map(written).join()}]`;
  if (!isGroup(value)) return JSON.stringify(value);
  const parts = Object.entries(value).filter(([, part]) => !isBlank(part));
  return `{${parts
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => `${key}:${written(part)}`)
    .join()}}`;
}
