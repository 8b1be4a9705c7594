import type { SayWord } from '~/i18n/useWords';
import type { Field, ListField, Option } from '~/ui/document/fields';
import { textAt } from '~/ui/document/json';
import type { Kind } from '~/ui/form/kinds';
import type { BuilderWords } from './builderWords';
import type { FieldDraft } from './formDraft';
import { blankRule } from './formEdits';

/*
 * What can be set of a field, by its kind, as fields of a document: one description draws the editor, finds the
 * place of a server's fault, and names what differs between two versions.
 */

type Say = SayWord<BuilderWords>;

/** The kinds in the order in which they are offered: the usual ones first. */
export const kinds = [
  'text',
  'multiline',
  'number',
  'rupiah',
  'date',
  'time-range',
  'choice',
  'choices',
  'yes-no',
  'statement',
  'files',
  'rows',
  'computed',
  'person',
  'agency',
  'unit',
  'nip',
  'nik',
  'phone',
  'email',
  'mailbox',
  'subdomain',
  'uri',
  'ip',
  'coordinates',
] as const satisfies readonly Kind[];

/** What each part of an account can fill in; the same table as `prefills` in `api/form/faults.go`. */
const prefills = {
  text: ['name', 'position', 'agency', 'unit'],
  nip: ['nip'],
  email: ['email'],
  phone: ['phone'],
  agency: ['agency'],
  unit: ['unit'],
  person: ['person'],
} as const satisfies Partial<Record<Kind, readonly string[]>>;

const personParts = ['name', 'nip', 'position', 'phone', 'email'] as const;
const fileTypes = ['pdf', 'png', 'jpeg'] as const;
const comparisons = ['not_before', 'after', 'at_most', 'at_least', 'equal', 'different'] as const;

interface Around {
  /** The key is published, so it is told rather than edited. */
  locked: boolean;
  inRow: boolean;
  /** What comes before and can be added up. */
  summands: readonly Option[];
}

/** What every field has, in the order of the editor. */
export function mainSettings(w: Say, { locked, inRow }: Pick<Around, 'locked' | 'inRow'>): Field[] {
  return [
    { kind: 'text', path: '/title', label: w('name') },
    {
      kind: 'choice',
      path: '/kind',
      label: w('kind'),
      options: kinds
        .filter((kind) => !inRow || (kind !== 'rows' && kind !== 'computed'))
        .map((kind) => ({ value: kind, label: w(`kind.${kind}`) })),
    },
    {
      kind: 'flag',
      path: '/required',
      label: w('required'),
      when: (around) => textAt(around, '/kind') !== 'computed',
    },
    { kind: 'area', path: '/description', label: w('help'), hint: w('helpHint') },
    ...(locked ? [] : [{ kind: 'text', path: '/key', label: w('key'), hint: w('keyHint') } as const]),
  ];
}

const texts = ['text', 'multiline', 'mailbox', 'subdomain', 'uri', 'ip', 'phone', 'email', 'nip', 'nik'];

/** What may be declared personal; a NIK always is. The same list as in `api/form/personal.go`. */
const personalKinds = ['text', 'multiline', 'nip', 'phone', 'email', 'files'];

/** What the kind of a field allows to set. */
export function kindSettings(w: Say, kind: Kind, { summands }: Pick<Around, 'summands'>): Field[] {
  const list: Field[] = [];
  if (kind === 'choice' || kind === 'choices') list.push(optionSettings(w));
  switch (kind) {
    case 'text':
    case 'multiline':
      list.push(
        { kind: 'number', path: '/minLength', label: w('minLength') },
        { kind: 'number', path: '/maxLength', label: w('maxLength') },
        { kind: 'text', path: '/pattern', label: w('pattern'), hint: w('patternHint') },
      );
      break;
    case 'mailbox':
    case 'subdomain':
      list.push(
        { kind: 'lines', path: '/x-reserved', label: w('reserved'), hint: w('reservedHint') },
        {
          kind: 'choice',
          path: '/x-register',
          label: w('register'),
          hint: w('registerHint'),
          options: [
            { value: '', label: w('noRegister') },
            { value: kind, label: w(`register.${kind}`) },
          ],
        },
      );
      break;
    case 'number':
    case 'rupiah':
      list.push(
        { kind: 'real', path: '/minimum', label: w('minimum') },
        { kind: 'real', path: '/maximum', label: w('maximum') },
      );
      if (kind === 'number') {
        list.push(
          { kind: 'flag', path: '/fraction', label: w('fraction') },
          { kind: 'text', path: '/x-unit', label: w('unit'), hint: w('unitHint') },
        );
      }
      break;
    case 'date':
    case 'time-range':
      list.push(
        { kind: 'real', path: '/x-earliest', label: w('earliest'), hint: w('daysHint') },
        { kind: 'real', path: '/x-latest', label: w('latest') },
      );
      break;
    case 'statement':
      list.push(
        { kind: 'markdown', path: '/x-statement', label: w('statement'), hint: w('statementHint') },
        { kind: 'markdown', path: '/x-en/statement', label: w('englishStatement') },
      );
      break;
    case 'person':
      list.push({
        kind: 'choices',
        path: '/x-person',
        label: w('personParts'),
        options: personParts.map((value) => ({ value, label: w(`person.${value}`) })),
      });
      break;
    case 'files':
      list.push(
        {
          kind: 'choices',
          path: '/x-files/types',
          label: w('fileTypes'),
          options: fileTypes.map((value) => ({ value, label: w(`file.${value}`) })),
        },
        { kind: 'number', path: '/x-files/max_mb', label: w('maxSize'), hint: w('maxSizeHint') },
      );
      break;
    case 'computed':
      list.push(
        {
          kind: 'choices',
          path: '/x-sum',
          label: w('sum'),
          hint: summands.length > 0 ? w('sumHint') : w('noSummands'),
          options: summands,
        },
        { kind: 'text', path: '/x-unit', label: w('unit'), hint: w('unitHint') },
        bandSettings(w),
      );
      break;
  }
  if (kind === 'choices' || kind === 'files' || kind === 'rows') {
    list.push(
      { kind: 'number', path: '/minItems', label: w('minItems') },
      { kind: 'number', path: '/maxItems', label: w('maxItems') },
    );
  }
  if (personalKinds.includes(kind)) {
    list.push({ kind: 'flag', path: '/x-personal', label: w('personal'), hint: w('personalHint') });
  }
  if (texts.includes(kind)) {
    list.push({ kind: 'lines', path: '/examples', label: w('examples'), hint: w('examplesHint') });
  }
  return list;
}

const optionSettings = (w: Say): ListField => ({
  kind: 'list',
  path: '/options',
  label: w('options'),
  item: w('option'),
  blank: { const: '', title: '' },
  headline: (row) => textAt(row, '/title'),
  fields: [
    { kind: 'text', path: '/title', label: w('optionTitle') },
    { kind: 'text', path: '/description', label: w('optionHelp') },
    { kind: 'text', path: '/x-en/title', label: w('englishTitle') },
    { kind: 'text', path: '/x-en/description', label: w('englishText') },
    { kind: 'real', path: '/x-score', label: w('optionScore'), hint: w('optionScoreHint') },
    { kind: 'text', path: '/const', label: w('optionValue'), hint: w('optionValueHint') },
  ],
});

const bandSettings = (w: Say): ListField => ({
  kind: 'list',
  path: '/x-bands',
  label: w('bands'),
  hint: w('bandsHint'),
  item: w('band'),
  blank: { from: 0, title: '' },
  headline: (row) => `${textAt(row, '/from')} ${textAt(row, '/title')}`,
  fields: [
    { kind: 'real', path: '/from', label: w('bandFrom') },
    { kind: 'text', path: '/title', label: w('bandTitle') },
    { kind: 'text', path: '/x-en/title', label: w('englishTitle') },
  ],
});

/** What is seldom set: filling in from the account, and English. */
export function furtherSettings(w: Say, kind: Kind, inRow: boolean): Field[] {
  const parts: readonly (keyof typeof prefillWords)[] =
    inRow || !(kind in prefills) ? [] : prefills[kind as keyof typeof prefills];
  return [
    ...(parts.length > 0
      ? [
          {
            kind: 'choice' as const,
            path: '/x-prefill',
            label: w('prefill'),
            options: [
              { value: '', label: w('noPrefill') },
              ...parts.map((value) => ({ value, label: w(prefillWords[value]) })),
            ],
          },
        ]
      : []),
    { kind: 'text', path: '/x-en/title', label: w('englishName') },
    { kind: 'area', path: '/x-en/description', label: w('englishHelp') },
  ];
}

const prefillWords = {
  name: 'prefill.name',
  nip: 'prefill.nip',
  position: 'prefill.position',
  email: 'prefill.email',
  phone: 'prefill.phone',
  agency: 'prefill.agency',
  unit: 'prefill.unit',
  person: 'prefill.person',
} as const;

/** Everything that can be set of a field. */
export const fieldSettings = (w: Say, kind: Kind, around: Around): Field[] => [
  ...mainSettings(w, around),
  ...kindSettings(w, kind, around),
  ...furtherSettings(w, kind, around.inRow),
];

export const sectionSettings = (w: Say): Field[] => [
  { kind: 'text', path: '/title', label: w('sectionTitle') },
  { kind: 'area', path: '/description', label: w('sectionHelp') },
  { kind: 'text', path: '/x-en/title', label: w('englishTitle') },
  { kind: 'area', path: '/x-en/description', label: w('englishText') },
];

/** The comparisons of two fields; `choices`: which fields can be compared. */
export function ruleSettings(w: Say, choices: readonly Option[]): ListField {
  const titleOf = (key: string) => choices.find(({ value }) => value === key)?.label ?? key;
  return {
    kind: 'list',
    path: '/form/rules',
    label: w('rules'),
    hint: w('rulesHint'),
    item: w('rule'),
    blank: blankRule,
    headline: (row) => {
      const [field, is, than] = ['/field', '/is', '/than'].map((path) => textAt(row, path)) as [
        string,
        (typeof comparisons)[number],
        string,
      ];
      return field && than
        ? w('diff.rule', { field: titleOf(field), is: w(`rule.${is}`), than: titleOf(than) })
        : '';
    },
    fields: [
      { kind: 'choice', path: '/field', label: w('ruleField'), options: choices },
      {
        kind: 'choice',
        path: '/is',
        label: w('ruleIs'),
        options: comparisons.map((value) => ({ value, label: w(`rule.${value}`) })),
      },
      { kind: 'choice', path: '/than', label: w('ruleThan'), options: choices },
      { kind: 'text', path: '/message', label: w('ruleMessage'), hint: w('ruleMessageHint') },
      { kind: 'text', path: '/x-en/message', label: w('englishMessage') },
    ],
  };
}

/** Kinds whose answer can be compared with another of them. */
const comparable = (kind: Kind) =>
  !['time-range', 'person', 'choices', 'files', 'rows', 'statement'].includes(kind);

/** What of some fields can be compared, as options. */
export const comparableFields = (fields: readonly FieldDraft[]): Option[] =>
  fields
    .filter(({ kind, key }) => comparable(kind) && key)
    .map(({ key, title }) => ({ value: key, label: title || key }));

/** What of some fields can be added up, as options: numbers, also in rows, and options with scores. */
export const summandsOf = (fields: readonly FieldDraft[]): Option[] =>
  fields.flatMap((field) => {
    const columns = field.kind === 'rows' ? (field.columns ?? []).filter(counts) : [];
    return [
      ...(counts(field) ? [{ value: field.key, label: field.title || field.key }] : []),
      ...columns.map(({ key, title }) => ({
        value: `${field.key}/${key}`,
        label: `${field.title} › ${title}`,
      })),
    ];
  });

const counts = ({ kind, options }: FieldDraft): boolean =>
  kind === 'number' ||
  kind === 'rupiah' ||
  kind === 'computed' ||
  ((kind === 'choice' || kind === 'choices') &&
    (options ?? []).some((option) => typeof option['x-score'] === 'number'));
