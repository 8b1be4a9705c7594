import type { ResourceKind } from '~/api/bookings';
import type { Form, FormCondition, FormField, FormOption, FormRule, FormSection } from '~/api/generated';
import { type Kind, kindOf } from '~/ui/form/kinds';

/*
 * A form as it is edited: its fields stand in their sections, in their order, each with its kind. The profile keeps
 * them by key (`api/form/profile.md`), which a field that is just being named does not have.
 */

/** A condition: the field with that key has one of these answers; `true` and `false` as texts. */
export type ConditionDraft = { field: string; is: string[] };

/** The words of a field that are edited under other names. */
type Derived =
  | 'type'
  | 'format'
  | 'oneOf'
  | 'items'
  | 'const'
  | 'readOnly'
  | 'x-when'
  | 'x-books'
  | 'x-asset';

/** What a time range books, always or under a condition. */
export type BooksDraft = { kind: ResourceKind; when?: ConditionDraft | null };

/** A thing of the register that the answer names, and when it is to be retired. */
export type AssetDraft = { kind: string; retire?: ConditionDraft | null };

export type FieldDraft = Omit<FormField, Derived> & {
  key: string;
  kind: Kind;
  required: boolean;
  /** Of numbers and totals: they may be fractions. */
  fraction: boolean;
  options?: FormOption[];
  columns?: FieldDraft[];
  'x-books'?: BooksDraft[];
  'x-asset'?: AssetDraft | null;
  'x-when'?: ConditionDraft | null;
};

export type SectionDraft = Omit<FormSection, 'fields' | 'x-when'> & {
  fields: FieldDraft[];
  'x-when'?: ConditionDraft | null;
};

export type FormDraft = { sections: SectionDraft[]; rules: FormRule[] };

/** The words that only some kinds have; the same table as `wordsOf` in `api/form/faults.go`. */
const limitWords: Readonly<Partial<Record<Kind, readonly (keyof FieldDraft)[]>>> = {
  text: ['minLength', 'maxLength', 'pattern', 'x-register'],
  multiline: ['minLength', 'maxLength', 'pattern'],
  mailbox: ['x-reserved', 'x-register'],
  subdomain: ['x-reserved', 'x-register'],
  number: ['minimum', 'maximum', 'x-unit'],
  rupiah: ['minimum', 'maximum'],
  date: ['x-earliest', 'x-latest'],
  'time-range': ['x-earliest', 'x-latest'],
  statement: ['x-statement'],
  person: ['x-person'],
  choices: ['minItems', 'maxItems'],
  files: ['x-files', 'minItems', 'maxItems'],
  rows: ['minItems', 'maxItems'],
  computed: ['x-unit', 'x-sum', 'x-bands'],
};
const everyWord = ['title', 'description', 'examples', 'x-en', 'x-prefill'] as const;

const typeOf = ({ kind, fraction }: FieldDraft): FormField['type'] => {
  switch (kind) {
    case 'number':
    case 'computed':
      return fraction ? 'number' : 'integer';
    case 'rupiah':
      return 'integer';
    case 'yes-no':
    case 'statement':
      return 'boolean';
    case 'choices':
    case 'files':
    case 'rows':
      return 'array';
    case 'time-range':
    case 'person':
      return 'object';
    default:
      return 'string';
  }
};

/** Kinds that the profile tells by other words than `format`. */
const withoutFormat: readonly Kind[] = [
  'text',
  'number',
  'choice',
  'choices',
  'yes-no',
  'statement',
  'rows',
  'computed',
];

/** Kinds of which an answer may name a thing of the register. */
const nameKinds: readonly Kind[] = ['text', 'mailbox', 'subdomain'];

type When = { field: string; is: unknown[] };

const answersAsTexts = ({ field, is }: When): ConditionDraft => ({ field, is: is.map(String) });

const conditionDraft = (when: When | undefined) => when && { 'x-when': answersAsTexts(when) };

function fieldDraft(key: string, field: FormField, required: readonly string[]): FieldDraft {
  const {
    type,
    format: _,
    oneOf,
    items,
    const: __,
    readOnly: ___,
    'x-when': when,
    'x-books': books,
    'x-asset': about,
    ...rest
  } = field;
  const options = items?.oneOf ?? oneOf;
  return {
    ...rest,
    key,
    kind: kindOf(field),
    required: required.includes(key),
    fraction: type === 'number',
    ...(options && { options }),
    ...(items?.properties && {
      columns: fieldDrafts(items['x-order'] ?? [], items.properties, items.required),
    }),
    ...(books && {
      'x-books': books.map(({ kind, when: only }) => ({ kind, ...(only && { when: answersAsTexts(only) }) })),
    }),
    ...(about && {
      'x-asset': { kind: about.kind, ...(about.retire && { retire: answersAsTexts(about.retire) }) },
    }),
    ...conditionDraft(when),
  };
}

const fieldDrafts = (
  keys: readonly string[],
  properties: Readonly<Record<string, FormField>>,
  required: readonly string[] = [],
): FieldDraft[] =>
  keys.flatMap((key) => {
    const field = properties[key];
    return field ? [fieldDraft(key, field, required)] : [];
  });

export const toDraft = (form: Form): FormDraft => ({
  sections: form['x-sections'].map(({ fields, 'x-when': when, ...section }) => ({
    ...section,
    fields: fieldDrafts(fields, form.properties, form.required),
    ...conditionDraft(when),
  })),
  rules: form['x-rules'] ?? [],
});

/** Whether a value says nothing, so that it is left out. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.values(value).every(isNothing);
}

/** An object without what says nothing, at any depth; numbers of which 0 means none are named. */
function tidied<T>(value: T, zeroIsNothing: readonly string[] = []): T {
  if (Array.isArray(value)) return value.map((item) => tidied(item, zeroIsNothing)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => !isNothing(member) && !(member === 0 && zeroIsNothing.includes(name)))
      .map(([name, member]) => [name, tidied(member, zeroIsNothing)]),
  ) as T;
}

const counts = ['minLength', 'maxLength', 'minItems', 'maxItems', 'max_mb'];

const lines = (texts: readonly string[] | undefined) =>
  texts?.map((text) => text.trim()).filter((text) => text !== '');

/** A condition as the profile has it. */
const profileCondition = (
  { field, is }: ConditionDraft,
  asked: ReadonlyMap<string, FieldDraft>,
): FormCondition => ({
  field,
  is: is.map((answer) => (asked.get(field)?.options ? answer : answer === 'true')),
});

/** The condition of a field or section, or nothing. */
const conditionOf = (when: ConditionDraft | null | undefined, asked: ReadonlyMap<string, FieldDraft>) =>
  when?.field ? { 'x-when': profileCondition(when, asked) } : {};

/** The field as the profile has it: the words of its kind, and no others. */
function toField(draft: FieldDraft, asked: ReadonlyMap<string, FieldDraft>): FormField {
  const words: Record<string, unknown> = {};
  for (const word of [...everyWord, ...(limitWords[draft.kind] ?? [])]) words[word] = draft[word];
  words.examples = lines(draft.examples);
  words['x-reserved'] &&= lines(draft['x-reserved']);
  const columns = draft.columns ?? [];
  const beside = new Map(columns.map((column) => [column.key, column]));
  return {
    type: typeOf(draft),
    ...(!withoutFormat.includes(draft.kind) && { format: draft.kind }),
    ...tidied({ ...words, title: undefined }, counts),
    title: draft.title,
    ...conditionOf(draft['x-when'], asked),
    ...(draft.kind === 'choice' && { oneOf: (draft.options ?? []).map(toOption) }),
    ...(draft.kind === 'choices' && { items: { oneOf: (draft.options ?? []).map(toOption) } }),
    ...(draft.kind === 'rows' && {
      items: {
        properties: Object.fromEntries(columns.map((column) => [column.key, toField(column, beside)])),
        ...requiredOf(columns),
        'x-order': columns.map(({ key }) => key),
      },
    }),
    ...(draft.kind === 'time-range' &&
      draft['x-books'] &&
      draft['x-books'].length > 0 && {
        'x-books': draft['x-books'].map(({ kind, when }) => ({
          kind,
          ...(when?.field && { when: profileCondition(when, asked) }),
        })),
      }),
    ...(nameKinds.includes(draft.kind) &&
      draft['x-asset'] && {
        'x-asset': {
          kind: draft['x-asset'].kind,
          ...(draft['x-asset'].retire?.field && { retire: profileCondition(draft['x-asset'].retire, asked) }),
        },
      }),
    ...(draft.kind === 'statement' && { const: true }),
    ...(draft.kind === 'computed' && { readOnly: true }),
  };
}

const toOption = (option: FormOption): FormOption => ({
  ...tidied(option),
  const: option.const,
  title: option.title,
});

/** Totals are not filled in, so they are never required. */
function requiredOf(fields: readonly FieldDraft[]) {
  const required = fields
    .filter(({ required, kind }) => required && kind !== 'computed')
    .map(({ key }) => key);
  return required.length > 0 ? { required } : {};
}

/** All fields of a form in the order of asking, without the columns of rows. */
export const fieldsOf = ({ sections }: FormDraft): FieldDraft[] => sections.flatMap(({ fields }) => fields);

export function toForm({ sections, rules }: FormDraft): Form {
  const fields = sections.flatMap((section) => section.fields);
  const asked = new Map(fields.map((field) => [field.key, field]));
  return {
    'x-sections': sections.map(({ fields: own, 'x-when': when, key, title, ...rest }) => ({
      ...tidied(rest),
      key,
      title,
      fields: own.map((field) => field.key),
      ...conditionOf(when, asked),
    })),
    properties: Object.fromEntries(fields.map((field) => [field.key, toField(field, asked)])),
    ...requiredOf(fields),
    ...(rules.length > 0 && {
      'x-rules': rules.map((rule) => ({ ...tidied(rule), field: rule.field, is: rule.is, than: rule.than })),
    }),
  };
}
