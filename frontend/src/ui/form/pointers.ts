import type { Language } from '~/i18n/format';
import type { SayWord } from '~/i18n/useWords';
import { isGroup } from './check';
import type { formWords } from './formWords';
import { kindOf, personParts, titleOf } from './kinds';
import type { Answers, Form } from './types';

const partsOf = (pointer: string): string[] => pointer.split('/').slice(2);

/** The pointer of the field that shows what is found at a pointer: of the list, for one of its members. */
export function fieldOfPointer(pointer: string, asked: ReadonlySet<string>): string {
  const parts = pointer.split('/');
  if (parts[1] !== 'answers') return parts.slice(0, 2).join('/');
  while (parts.length > 3 && !asked.has(parts.join('/'))) parts.pop();
  return parts.join('/');
}

/** What a pointer is called: `Dasar hukum, baris 2, Nomor`. */
export function nameOfPointer(
  form: Form,
  pointer: string,
  language: Language,
  w: SayWord<typeof formWords.id>,
): string {
  const [key = '', second = '', third = ''] = partsOf(pointer);
  const field = form.properties[key];
  if (!field) return key;
  const title = titleOf(field, language);
  const part = personParts.find((name) => name === second);
  switch (kindOf(field)) {
    case 'person':
      return part ? `${title}, ${w(`person.${part}`)}` : title;
    case 'time-range':
      return second === 'start' || second === 'end' ? `${title}, ${w(second)}` : title;
    case 'rows': {
      const cell = field.items?.properties?.[third];
      const row = second && w('rowNumber', { index: Number(second) + 1 });
      return [title, row, cell && titleOf(cell, language)].filter(Boolean).join(', ');
    }
    default:
      return title;
  }
}

/** The answer at a pointer. */
export const answerAt = (answers: Answers, pointer: string): unknown =>
  partsOf(pointer).reduce<unknown>((at, part) => {
    if (Array.isArray(at)) return at[Number(part)];
    return isGroup(at) ? at[part] : undefined;
  }, answers);

/** The pointers of all fields of a form with their names, in its order: to choose one from. */
export const fieldPointers = (form: Form, language: Language): { value: string; label: string }[] =>
  form['x-sections'].flatMap(({ fields }) =>
    fields.flatMap((key) => {
      const field = form.properties[key];
      return field ? [{ value: `/answers/${key}`, label: titleOf(field, language) }] : [];
    }),
  );
