import { isBlank, isGroup } from './check';
import type { Answers, Form } from './types';

/** The keys of the fields whose answers differ, in the order of the form. */
export const changedKeys = (form: Form, before: Answers, after: Answers): string[] =>
  form['x-sections'].flatMap(({ fields }) => fields).filter((key) => !sameAnswer(before[key], after[key]));

/** Whether two answers say the same, however their parts are ordered. */
export const sameAnswer = (one: unknown, other: unknown): boolean => written(one) === written(other);

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
