import type { FormRule } from '~/api/generated';
import { codeFrom } from '~/lib/codes';
import { type Json, type Pointer, withValueAt } from '~/ui/document/json';
import type { Kind } from '~/ui/form/kinds';
import type { ConditionDraft, FieldDraft, FormDraft, SectionDraft } from './formDraft';

export const blankField: FieldDraft = { key: '', kind: 'text', title: '', required: false, fraction: false };
export const blankSection: SectionDraft = { key: '', title: '', fields: [] };
export const blankForm: FormDraft = { sections: [{ ...blankSection, fields: [blankField] }], rules: [] };
export const blankRule: FormRule = { field: '', is: 'not_before', than: '' };

/**
 * What requests are filed by already: `field`, `field/column`, and `field=option`, as a published version has
 * them. Such names do not follow their titles any more, so that old answers keep their places.
 */
export type Locked = ReadonlySet<string>;

export function lockedBy(form: FormDraft | null): Locked {
  const names = new Set<string>();
  const add = (fields: readonly FieldDraft[], prefix: string) => {
    for (const { key, options, columns } of fields) {
      names.add(prefix + key);
      for (const option of options ?? []) names.add(`${prefix}${key}=${option.const}`);
      add(columns ?? [], `${prefix}${key}/`);
    }
  };
  for (const { fields } of form?.sections ?? []) add(fields, '');
  return names;
}

/** A key made of a title: `Tanggal mulai` becomes `tanggal_mulai`; it differs from those that are taken. */
export function keyFrom(title: string, taken: readonly string[]): string {
  const plain = codeFrom(title).replaceAll('-', '_');
  if (!plain) return '';
  const wanted = (/^[a-z]/.test(plain) ? plain : `isian_${plain}`).slice(0, 40);
  let made = wanted;
  for (let n = 2; taken.includes(made); n++) made = `${wanted.slice(0, 36)}_${n}`;
  return made;
}

/** Everything that names a field of a form names it by another key. */
function renamed(form: FormDraft, before: string, after: string): FormDraft {
  if (!before || !after || before === after) return form;
  const name = (key: string) => (key === before ? after : key);
  const when = (condition: ConditionDraft | null | undefined) =>
    condition && { 'x-when': { ...condition, field: name(condition.field) } };
  return {
    sections: form.sections.map((section) => ({
      ...section,
      ...when(section['x-when']),
      fields: section.fields.map((field) => ({
        ...field,
        ...when(field['x-when']),
        ...(field['x-sum'] && {
          'x-sum': field['x-sum'].map((summand) => {
            const [key = '', column] = summand.split('/');
            return column === undefined ? name(key) : `${name(key)}/${column}`;
          }),
        }),
      })),
    })),
    rules: form.rules.map((rule) => ({ ...rule, field: name(rule.field), than: name(rule.than) })),
  };
}

const put = (form: FormDraft, pointer: Pointer, value: Json): FormDraft =>
  withValueAt(form as Json, pointer, value) as FormDraft;

const fieldPattern = /^(\/sections\/(\d+)\/fields\/(\d+))(?:\/columns\/(\d+))?/;

/**
 * The form after one change, with what follows from it: a key follows its title, what names a field follows its key,
 * and another kind brings what it cannot do without.
 */
export function edited(form: FormDraft, pointer: Pointer, value: Json, locked: Locked): FormDraft {
  const section = /^\/sections\/(\d+)\/title$/.exec(pointer);
  if (section) return retitledSection(form, Number(section[1]), String(value));
  const found = fieldPattern.exec(pointer);
  const field = found && form.sections[Number(found[2])]?.fields[Number(found[3])];
  if (!found || !field) return put(form, pointer, value);
  const column = found[4] === undefined ? undefined : field.columns?.[Number(found[4])];
  const target = column ?? field;
  const at = found[0];
  const word = pointer.slice(at.length);
  const fullName = column ? `${field.key}/${column.key}` : field.key;
  const siblings = column ? (field.columns ?? []) : form.sections.flatMap(({ fields }) => fields);
  const taken = siblings.filter((one) => one !== target).map(({ key }) => key);

  const option = /^\/options\/(\d+)\/title$/.exec(word);
  if (option) {
    const index = Number(option[1]);
    const now = target.options?.[index];
    const result = put(form, pointer, value);
    if (!now || locked.has(`${fullName}=${now.const}`)) return result;
    const others = (target.options ?? []).filter((one) => one !== now).map((one) => one.const);
    if (now.const !== '' && now.const !== keyFrom(now.title, others)) return result;
    return put(result, `${at}/options/${index}/const`, keyFrom(String(value), others));
  }
  switch (word) {
    case '/title': {
      const result = put(form, pointer, value);
      const follows = target.key === '' || target.key === keyFrom(target.title, taken);
      if (!follows || locked.has(fullName)) return result;
      return withKey(result, at, target.key, keyFrom(String(value), taken), column !== undefined);
    }
    case '/key':
      return withKey(form, at, target.key, String(value), column !== undefined);
    case '/kind':
      return put(form, at, ofKind(target, value as Kind) as Json);
    default:
      return put(form, pointer, value);
  }
}

function retitledSection(form: FormDraft, index: number, title: string): FormDraft {
  const now = form.sections[index];
  const result = put(form, `/sections/${index}/title`, title);
  const taken = form.sections.filter((one) => one !== now).map(({ key }) => key);
  const follows = now && (now.key === '' || now.key === keyFrom(now.title, taken));
  return follows ? put(result, `/sections/${index}/key`, keyFrom(title, taken)) : result;
}

/** A column's key is named by conditions in its row and by sums, so only those of the form are renamed everywhere. */
function withKey(form: FormDraft, at: Pointer, before: string, after: string, isColumn: boolean): FormDraft {
  const result = put(form, `${at}/key`, after);
  return isColumn ? result : renamed(result, before, after);
}

/** A field of another kind, with what that kind cannot do without. */
function ofKind(field: FieldDraft, kind: Kind): FieldDraft {
  const chosen = kind === 'choice' || kind === 'choices';
  const { 'x-prefill': _, ...rest } = field;
  return {
    ...rest,
    kind,
    ...(chosen &&
      !field.options?.length && {
        options: [
          { const: '', title: '' },
          { const: '', title: '' },
        ],
      }),
    ...(kind === 'rows' && !field.columns?.length && { columns: [blankField] }),
    ...(kind === 'files' && !field['x-files'] && { 'x-files': { types: ['pdf'] } }),
    ...(kind === 'statement' && { required: true }),
  };
}

/** The form as far as it can be filled in: what has no name yet is left out. */
export const fillable = (form: FormDraft): FormDraft => ({
  ...form,
  sections: form.sections.map((section) => ({ ...section, fields: fillableFields(section.fields) })),
});

const fillableFields = (fields: readonly FieldDraft[]): FieldDraft[] =>
  fields
    .filter(({ key }) => key !== '')
    .map(({ options, columns, ...field }) => ({
      ...field,
      ...(options && { options: options.filter((option) => option.const !== '') }),
      ...(columns && { columns: fillableFields(columns) }),
    }));

/** The form with a field at the end of another section. */
export function movedToSection(form: FormDraft, from: number, index: number, to: number): FormDraft {
  const field = form.sections[from]?.fields[index];
  if (!field || from === to || !form.sections[to]) return form;
  return {
    ...form,
    sections: form.sections.map((section, at) => {
      if (at === from) return { ...section, fields: section.fields.toSpliced(index, 1) };
      return at === to ? { ...section, fields: [...section.fields, field] } : section;
    }),
  };
}
