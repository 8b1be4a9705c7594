import type { FieldErrors, FieldValues } from 'react-hook-form';
import { ApiError } from '~/api/problem';
import type { Translate } from '~/i18n/I18nProvider';
import { describeError } from './describeError';
import type { SummaryItem } from './FormErrorSummary';

/** The id of a field in the page: the form's name and the field's, so that two forms never clash. */
export const fieldId = (form: string, field: string): string => `${form}-${field}`;

/** What the form itself found wrong, in the order of its fields. */
export function inputErrors<Values extends FieldValues>(
  form: string,
  errors: FieldErrors<Values>,
  order: readonly string[],
): SummaryItem[] {
  return order.flatMap((field) => {
    const message = messageOf(errors[field]);
    return message ? [{ fieldId: fieldId(form, field), text: message }] : [];
  });
}

/** The message of an error; of a list, it may stand on the list or on one of its entries. */
export function messageOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('message' in error && typeof error.message === 'string') return error.message;
  for (const entry of Array.isArray(error) ? error : [(error as { root?: unknown }).root]) {
    const message = messageOf(entry);
    if (message) return message;
  }
  return undefined;
}

/**
 * What the server found wrong. A pointer such as `/subject` leads to the field of that name (through `names`
 * where the API calls it otherwise), `/asset/fields/account` to `asset/fields/account` where `fields` has
 * `asset/fields/*`; what belongs to no field is told without a link.
 */
export function serverErrors(
  form: string,
  error: unknown,
  fields: readonly string[],
  t: Translate,
  names: Readonly<Record<string, string>> | ((pointer: string) => string | undefined) = {},
): SummaryItem[] {
  if (!error) return [];
  if (!(error instanceof ApiError) || error.fields.length === 0)
    return [{ text: describeError(error, t).text }];
  const inside = fields.filter((field) => field.endsWith('/*')).map((field) => field.slice(0, -1));
  return error.fields.map(({ pointer, detail }) => {
    const path = pointer.slice(1);
    const top = path.split('/')[0] ?? '';
    const entry = inside.some((list) => path.startsWith(list));
    const named = typeof names === 'function' ? names(pointer) : names[top];
    const field = entry ? path : (named ?? top);
    return {
      text: detail || describeError(error, t).text,
      fieldId: entry || fields.includes(field) ? fieldId(form, field) : undefined,
    };
  });
}
