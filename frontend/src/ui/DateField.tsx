import { TextInput, type TextInputProps } from '@mantine/core';
import { useMergedRef } from '@mantine/hooks';
import { type Ref, useEffect, useRef, useState } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import classes from './DateField.module.css';

/** What a person means, not what stands there while they still type a year. */
const meant = /^(?:19|2\d)\d{2}-\d{2}-\d{2}$/;

/**
 * A date. The browser writes it in its own order, which may not be the reader's: so it stands below in words.
 * Works with a value or as a registered field of a form.
 */
export function DateField({
  value,
  onChange,
  ref,
  ...input
}: Omit<TextInputProps, 'type'> & { ref?: Ref<HTMLInputElement> }) {
  const { format } = useI18n();
  const own = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  useEffect(() => setTyped(own.current?.value ?? ''), []);
  const day = typeof value === 'string' ? value : typed;
  return (
    <div>
      <TextInput
        {...input}
        {...(value !== undefined && { value })}
        type="date"
        ref={useMergedRef(own, ref)}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          onChange?.(event);
        }}
      />
      {meant.test(day) && <div className={classes.words}>{format.weekday(day)}</div>}
    </div>
  );
}
