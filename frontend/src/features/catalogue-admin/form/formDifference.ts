import type { SayWord } from '~/i18n/useWords';
import type { Field } from '~/ui/document/fields';
import { type Json, valueAt } from '~/ui/document/json';
import type { BuilderWords } from './builderWords';
import { fieldSettings, kinds, ruleSettings, sectionSettings, summandsOf } from './fieldSettings';
import {
  type AssetDraft,
  type BooksDraft,
  type ConditionDraft,
  type FieldDraft,
  type FormDraft,
  fieldsOf,
} from './formDraft';

type Say = SayWord<BuilderWords>;

/** One thing that differs, in words. */
export interface ChangeLine {
  /** Where: the field, and what of it. */
  title: string;
  was: Json;
  is: Json;
  /** How the values are shown. */
  field?: Field | undefined;
}

/** What differs between the forms of two versions, in the words of the builder; null: without a form. */
export function formDifference(before: FormDraft | null, after: FormDraft | null, w: Say): ChangeLine[] {
  const [old, now] = [before ?? nothing, after ?? nothing];
  const lines = [
    ...pairs(old.sections, now.sections).flatMap(([was, is]) => {
      const title = `${w('section')} “${(is ?? was)?.title ?? ''}”`;
      if (!was || !is) return [{ title, was: was?.title ?? null, is: is?.title ?? null }];
      const changed = settingLines(title, was as Json, is as Json, sectionSettings(w));
      return [...changed, ...conditionLine(title, was['x-when'], is['x-when'], old, now, w)];
    }),
    ...orderLine(w('diff.sections'), old.sections, now.sections),
    ...fieldLines(fieldsOf(old), fieldsOf(now), [], old, now, w),
    ...placeLines(old, now, w),
    ...now.sections.flatMap(({ key, title, fields }) => {
      const was = old.sections.find((section) => section.key === key);
      return was ? orderLine(`${w('diff.order')} “${title}”`, was.fields, fields) : [];
    }),
  ];
  const rules = ({ rules: list }: FormDraft, form: FormDraft) =>
    list.map((rule) => ruleSettings(w, titled(form)).headline(rule));
  if (JSON.stringify(old.rules) !== JSON.stringify(now.rules)) {
    lines.push({ title: w('diff.rules'), was: rules(old, old), is: rules(now, now) });
  }
  return lines.map((line) => ({ ...line, title: `${w('diff.form')} › ${line.title}` }));
}

const nothing: FormDraft = { sections: [], rules: [] };

const titled = (form: FormDraft) => fieldsOf(form).map(({ key, title }) => ({ value: key, label: title }));

/** The members of two lists side by side by key: those of the newer one in their order, then what is gone. */
function pairs<T extends { key: string }>(
  before: readonly T[],
  after: readonly T[],
): [T | undefined, T | undefined][] {
  const gone = before.filter(({ key }) => !after.some((one) => one.key === key));
  return [
    ...after.map((is): [T | undefined, T] => [before.find(({ key }) => key === is.key), is]),
    ...gone.map((was): [T, undefined] => [was, undefined]),
  ];
}

function fieldLines(
  before: readonly FieldDraft[],
  after: readonly FieldDraft[],
  trail: readonly string[],
  old: FormDraft,
  now: FormDraft,
  w: Say,
): ChangeLine[] {
  return pairs(before, after).flatMap(([was, is]) => {
    const path = [...trail, `“${(is ?? was)?.title ?? ''}”`];
    const title = path.join(' › ');
    if (!was || !is) return [{ title, was: was ? inWords(was, w) : null, is: is ? inWords(is, w) : null }];
    const settings = fieldSettings(w, is.kind, {
      locked: true,
      inRow: trail.length > 0,
      summands: summandsOf(after),
    }).map((setting) =>
      // A column never was or is of a kind that rows cannot hold, so all kinds have their names here.
      setting.path === '/kind' && 'options' in setting
        ? { ...setting, options: kinds.map((kind) => ({ value: kind, label: w(`kind.${kind}`) })) }
        : setting,
    );
    return [
      ...settingLines(title, was as Json, is as Json, settings),
      ...conditionLine(title, was['x-when'], is['x-when'], old, now, w),
      ...booksLine(title, was['x-books'], is['x-books'], old, now, w),
      ...assetLine(title, was['x-asset'], is['x-asset'], old, now, w),
      ...fieldLines(was.columns ?? [], is.columns ?? [], path, old, now, w),
      ...orderLine(`${title} › ${w('diff.order')}`, was.columns ?? [], is.columns ?? []),
    ];
  });
}

/** A field in a few words: its kind, and whether it must be filled in. */
export const inWords = ({ kind, required }: FieldDraft, w: Say): string =>
  required ? `${w(`kind.${kind}`)}, ${w('mandatory')}` : w(`kind.${kind}`);

const settingLines = (title: string, was: Json, is: Json, settings: readonly Field[]): ChangeLine[] =>
  settings.flatMap((field) => {
    const [before, after] = [plain(valueAt(was, field.path)), plain(valueAt(is, field.path))];
    return JSON.stringify(before) === JSON.stringify(after)
      ? []
      : [{ title: `${title} › ${field.label}`, was: before, is: after, field }];
  });

/** What is left out, empty or false is the same. */
const plain = (value: Json | undefined): Json =>
  value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0)
    ? null
    : value;

function conditionLine(
  title: string,
  was: ConditionDraft | null | undefined,
  is: ConditionDraft | null | undefined,
  old: FormDraft,
  now: FormDraft,
  w: Say,
): ChangeLine[] {
  const [before, after] = [conditionInWords(was, old, w), conditionInWords(is, now, w)];
  return before === after
    ? []
    : [{ title: `${title} › ${w('condition')}`, was: before || w('always'), is: after || w('always') }];
}

/** The kinds of resources that are booked, each with its condition. */
function booksLine(
  title: string,
  was: readonly BooksDraft[] | undefined,
  is: readonly BooksDraft[] | undefined,
  old: FormDraft,
  now: FormDraft,
  w: Say,
): ChangeLine[] {
  const told = (books: readonly BooksDraft[] = [], form: FormDraft) =>
    books.map(({ kind, when }) =>
      when?.field
        ? `${w('booksWhen', { kind: w(`resource.${kind}`) })}: ${conditionInWords(when, form, w)}`
        : w(`resource.${kind}`),
    );
  const [before, after] = [told(was, old), told(is, now)];
  return JSON.stringify(before) === JSON.stringify(after)
    ? []
    : [{ title: `${title} › ${w('books')}`, was: before, is: after }];
}

/** Whether a thing of the register is named, and when that is retired. */
function assetLine(
  title: string,
  was: AssetDraft | null | undefined,
  is: AssetDraft | null | undefined,
  old: FormDraft,
  now: FormDraft,
  w: Say,
): ChangeLine[] {
  const lines: ChangeLine[] = [];
  if (Boolean(was) !== Boolean(is)) {
    lines.push({
      title: `${title} › ${w('namesAsset')}`,
      was: was ? w('yes') : w('no'),
      is: is ? w('yes') : w('no'),
    });
  }
  const [before, after] = [conditionInWords(was?.retire, old, w), conditionInWords(is?.retire, now, w)];
  if (before !== after) {
    lines.push({
      title: `${title} › ${w('assetRetire')}`,
      was: before || w('never'),
      is: after || w('never'),
    });
  }
  return lines;
}

/** `Jenis permintaan berisi Baru`, or nothing where it is always asked. */
function conditionInWords(when: ConditionDraft | null | undefined, form: FormDraft, w: Say): string {
  if (!when?.field) return '';
  const fields = fieldsOf(form);
  const field =
    fields.find(({ key }) => key === when.field) ??
    fields.flatMap(({ columns }) => columns ?? []).find(({ key }) => key === when.field);
  const answers = when.is.map(
    (answer) => field?.options?.find((one) => one.const === answer)?.title ?? yesNo(answer, w),
  );
  return w('diff.is', { field: field?.title ?? when.field, answers: answers.join(' / ') });
}

const yesNo = (answer: string, w: Say): string =>
  answer === 'true' ? w('yes') : answer === 'false' ? w('no') : answer;

function orderLine(
  title: string,
  before: readonly { key: string; title: string }[],
  after: readonly { key: string; title: string }[],
): ChangeLine[] {
  const kept = after.filter(({ key }) => before.some((one) => one.key === key));
  const were = before.filter(({ key }) => after.some((one) => one.key === key));
  const names = (list: readonly { title: string }[]) => list.map((one) => one.title);
  return kept.every(({ key }, index) => were[index]?.key === key)
    ? []
    : [{ title, was: names(before), is: names(after) }];
}

/** Fields that have come into another section. */
function placeLines(old: FormDraft, now: FormDraft, w: Say): ChangeLine[] {
  return now.sections.flatMap((section) =>
    section.fields.flatMap((field) => {
      const was = old.sections.find(({ fields }) => fields.some(({ key }) => key === field.key));
      return !was || was.key === section.key
        ? []
        : [{ title: `“${field.title}” › ${w('diff.place')}`, was: was.title, is: section.title }];
    }),
  );
}
