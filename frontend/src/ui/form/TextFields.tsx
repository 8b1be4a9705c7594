import { Textarea, TextInput, type TextInputProps } from '@mantine/core';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import classes from './FormFields.module.css';
import { type FieldProps, useFieldFrame, useFormContext } from './formContext';
import { formWords } from './formWords';
import { kindOf, longestOf } from './kinds';

/** A text as it stands in its input; an answer of another type, from an old draft, is shown as what it says. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : String(value);

/** What helps to type a text of each kind: the keyboard of a phone, and what the browser knows already. */
const helps: Readonly<Record<string, TextInputProps>> = {
  nip: { inputMode: 'numeric', maxLength: 24, autoComplete: 'off' },
  nik: { inputMode: 'numeric', maxLength: 22, autoComplete: 'off' },
  phone: { type: 'tel', inputMode: 'tel', maxLength: 24, autoComplete: 'tel' },
  email: { type: 'email', inputMode: 'email', maxLength: 254, autoComplete: 'email' },
  uri: { inputMode: 'url', maxLength: 2000, autoComplete: 'off' },
  ip: { inputMode: 'text', maxLength: 45, autoComplete: 'off' },
};

/** A text of one line, of any format. */
export function TextField(props: FieldProps) {
  const { field, value, onChange, pointer } = props;
  const frame = useFieldFrame(props);
  const warning = useFormContext().warnings.get(pointer);
  const kind = kindOf(field);
  return (
    <div>
      <TextInput
        {...frame}
        {...helps[kind]}
        // What is too long is told, not cut off.
        {...(kind === 'text' && { maxLength: undefined })}
        placeholder={field.examples?.[0]}
        value={textOf(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {warning && !frame.error && (
        <p className={classes.warning} role="status">
          {warning}
        </p>
      )}
    </div>
  );
}

/** A text of several lines, with how much of it is used once that matters. */
export function LongTextField(props: FieldProps) {
  const { format } = useI18n();
  const w = useWords(formWords);
  const { field, value, onChange } = props;
  const text = textOf(value);
  const length = [...text].length;
  const max = longestOf(field);
  return (
    <div>
      <Textarea
        {...useFieldFrame(props)}
        autosize
        minRows={3}
        maxRows={16}
        placeholder={field.examples?.[0]}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <p className={classes.counter} data-over={length > max || undefined}>
        {w('characters', { count: format.number(length), max: format.number(max) })}
      </p>
    </div>
  );
}
