import type { Language } from '~/i18n/format';
import type { Field, Form, FormSection, When } from './types';

/** The kinds of fields, by the words that the profile tells them apart with. */
export type Kind =
  | 'text'
  | 'multiline'
  | 'number'
  | 'rupiah'
  | 'date'
  | 'time-range'
  | 'choice'
  | 'choices'
  | 'yes-no'
  | 'statement'
  | 'agency'
  | 'unit'
  | 'person'
  | 'nip'
  | 'nik'
  | 'phone'
  | 'email'
  | 'mailbox'
  | 'subdomain'
  | 'uri'
  | 'ip'
  | 'coordinates'
  | 'files'
  | 'rows'
  | 'computed';

export function kindOf(field: Field): Kind {
  if (field['x-sum'] ?? field.readOnly) return 'computed';
  switch (field.type) {
    case 'boolean':
      return field.const !== undefined ? 'statement' : 'yes-no';
    case 'integer':
    case 'number':
      return field.format === 'rupiah' ? 'rupiah' : 'number';
    case 'array':
      if (field.format === 'files') return 'files';
      return field.items?.properties ? 'rows' : 'choices';
    default:
      if (field.oneOf) return 'choice';
      return (field.format as Kind | undefined) ?? 'text';
  }
}

/** A field with its key and the conditions under which it is asked. */
export interface Placed {
  key: string;
  field: Field;
  conditions: readonly When[];
}

function placed(
  keys: readonly string[],
  properties: Readonly<Record<string, Field>>,
  section?: When,
): Placed[] {
  return keys.flatMap((key) => {
    const field = properties[key];
    if (!field) return [];
    return [{ key, field, conditions: [section, field['x-when']].filter((when) => when !== undefined) }];
  });
}

export const fieldsOf = (section: FormSection, form: Form): Placed[] =>
  placed(section.fields, form.properties, section['x-when']);

/** The fields of a row, in their order. */
export const fieldsOfRow = ({ items }: Field): Placed[] =>
  placed(items?.['x-order'] ?? [], items?.properties ?? {});

export const optionsOf = (field: Field) => field.items?.oneOf ?? field.oneOf ?? [];

/** Bounds of what a field takes where its definition says nothing. */
export const longestOf = (field: Field): number =>
  field.maxLength || (kindOf(field) === 'multiline' ? 5000 : 200);

export function mostOf(field: Field): number {
  if (field.maxItems) return field.maxItems;
  const kind = kindOf(field);
  return kind === 'files' ? 5 : kind === 'rows' ? 50 : optionsOf(field).length;
}

export const fileTypesOf = (field: Field): readonly string[] => {
  const types = field['x-files']?.types ?? [];
  return types.length > 0 ? types : ['pdf'];
};

/** The name of a total: the last band whose beginning is reached. */
export const bandOf = (field: Field, total: number) =>
  field['x-bands']?.filter(({ from }) => from <= total).at(-1);

/** Whatever carries a title: a form, a section, a field, an option, a band. */
interface Titled {
  title: string;
  description?: string;
  'x-en'?: { title?: string; description?: string };
}

/** In the language of the screen, in Indonesian where there is no English. */
export const titleOf = (of: Titled, language: Language): string =>
  (language === 'en' && of['x-en']?.title) || of.title;

export const helpOf = (of: Titled, language: Language): string | undefined =>
  (language === 'en' && of['x-en']?.description) || of.description || undefined;

export const statementOf = (field: Field, language: Language): string =>
  (language === 'en' && field['x-en']?.statement) || field['x-statement'] || '';

/** The parts of a person, in the order of the screen. */
export const personParts = ['name', 'nip', 'position', 'phone', 'email'] as const;

/** The parts of a person that must be there. */
export const personMust = (field: Field): readonly string[] => field['x-person'] ?? ['name'];
