import type { SayWord } from '~/i18n/useWords';
import type { BuilderWords } from './builderWords';
import type { Condition } from './ConditionEditor';
import { type FieldDraft, type FormDraft, fieldsOf } from './formDraft';

/** The fields of a form as far as other fields name them: for conditions, sums and comparisons. */
export type Outline = readonly FieldDraft[];

/** The outline as a text: while it stays the same, no field has to be drawn again. */
export const outlineText = (form: FormDraft): string => JSON.stringify(fieldsOf(form).map(short));

const short = ({ key, kind, title, options, columns }: FieldDraft): FieldDraft => ({
  key,
  kind,
  title,
  required: false,
  fraction: false,
  ...(options && { options }),
  ...(columns && { columns: columns.map(short) }),
});

/** What of some fields a condition may name. */
export const conditionsOf = (fields: Outline, w: SayWord<BuilderWords>): Condition[] =>
  fields.flatMap(({ key, kind, title, options }) => {
    if (!key) return [];
    if (kind === 'choice' || kind === 'choices') {
      return [
        { key, title, answers: (options ?? []).map((one) => ({ value: one.const, label: one.title })) },
      ];
    }
    if (kind === 'statement') return [{ key, title, answers: [{ value: 'true', label: w('agreed') }] }];
    if (kind !== 'yes-no') return [];
    const answers = [
      { value: 'true', label: w('yes') },
      { value: 'false', label: w('no') },
    ];
    return [{ key, title, answers }];
  });
