import { TextInput } from '@mantine/core';
import { useLayoutEffect, useRef, useState } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import classes from './FormFields.module.css';
import { type FieldProps, useFieldFrame } from './formContext';
import { textOf } from './TextFields';

/** A number as it is typed in Indonesia: a comma before the decimals. What is no number stays the text that it is. */
function numberOf(text: string, whole: boolean): unknown {
  const plain = text.replace(/\s/g, '').replace(',', '.');
  if (plain === '') return undefined;
  const pattern = whole ? /^-?\d+$/ : /^-?\d+(\.\d+)?$/;
  return pattern.test(plain) ? Number(plain) : text;
}

const written = (value: unknown): string =>
  typeof value === 'number' ? String(value).replace('.', ',') : textOf(value);

/** A number, with its unit behind it. */
export function NumberField(props: FieldProps) {
  const { field, value, onChange } = props;
  const whole = field.type === 'integer';
  // What is being typed may be no number yet: `1,`.
  const [typed, setTyped] = useState(() => written(value));
  const shown = numberOf(typed, whole) === value ? typed : written(value);
  const unit = field['x-unit'];
  return (
    <TextInput
      {...useFieldFrame(props)}
      inputMode={whole ? 'numeric' : 'decimal'}
      autoComplete="off"
      placeholder={field.examples?.[0]}
      classNames={{ wrapper: classes.short }}
      {...(unit && {
        rightSection: unit,
        rightSectionWidth: `${unit.length + 2}ch`,
        rightSectionPointerEvents: 'none' as const,
      })}
      value={shown}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(numberOf(event.currentTarget.value, whole));
      }}
    />
  );
}

const grouped = new Intl.NumberFormat('id-ID', { maximumFractionDigits: 0 });

/** Where the caret stands after as many digits as before. */
function caretAfter(text: string, digits: number): number {
  let seen = 0;
  for (let at = 0; at < text.length; at++) {
    if (seen === digits) return at;
    if (/\d/.test(text.charAt(at))) seen++;
  }
  return text.length;
}

/** Whole rupiah, with a dot at the thousands while typing. */
export function MoneyField(props: FieldProps) {
  const { language } = useI18n();
  const { value, onChange } = props;
  const input = useRef<HTMLInputElement>(null);
  const digitsBefore = useRef<number | null>(null);
  const shown = typeof value === 'number' ? grouped.format(value) : textOf(value);

  // The dots move with every digit: without this, the caret would jump to the end.
  useLayoutEffect(() => {
    if (digitsBefore.current === null) return;
    const caret = caretAfter(shown, digitsBefore.current);
    input.current?.setSelectionRange(caret, caret);
    digitsBefore.current = null;
  }, [shown]);

  return (
    <TextInput
      {...useFieldFrame(props)}
      ref={input}
      inputMode="numeric"
      autoComplete="off"
      leftSection={language === 'en' ? 'IDR' : 'Rp'}
      leftSectionPointerEvents="none"
      classNames={{ wrapper: classes.short }}
      value={shown}
      onChange={(event) => {
        const { value: text, selectionStart } = event.currentTarget;
        const digits = text.replace(/\D/g, '');
        digitsBefore.current = text.slice(0, selectionStart ?? text.length).replace(/\D/g, '').length;
        // More digits than a number keeps exactly stay the text that they are, and are refused as such.
        onChange(digits === '' ? undefined : digits.length > 15 ? digits : Number(digits));
      }}
    />
  );
}
