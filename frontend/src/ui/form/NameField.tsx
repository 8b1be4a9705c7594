import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { assetKindsQuery, availabilityQuery } from '~/api/assets';
import { useWords } from '~/i18n/useWords';
import classes from './FormFields.module.css';
import { fits, formats } from './formats';
import { type FieldProps, useFieldFrame } from './formContext';
import { formWords } from './formWords';
import { kindOf } from './kinds';
import { textOf } from './TextFields';

/** A name that no two may have, such as of a mailbox; while one types, it says whether the name is free. */
export function NameField(props: FieldProps) {
  const w = useWords(formWords);
  const { field, value, onChange } = props;
  const frame = useFieldFrame(props);
  const register = field['x-register'];
  const format = formats[kindOf(field)];
  const kinds = useQuery(assetKindsQuery());
  const kind = kinds.data?.find(({ code }) => code === (register ?? kindOf(field)));
  const suffix = kind?.suffix ?? '';
  const name = textOf(value).trim().toLowerCase();
  const [settled] = useDebouncedValue(name, 400);
  const asks = register !== undefined && settled === name && name !== '' && (!format || fits(format, name));
  const asked = useQuery({ ...availabilityQuery(register ?? '', settled), enabled: asks });
  const says = asks && !frame.error;
  return (
    <div>
      <TextInput
        {...frame}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder={field.examples?.[0]}
        {...(suffix && {
          rightSection: <span className={classes.suffix}>{suffix}</span>,
          rightSectionWidth: `${suffix.length * 0.95 + 1}ch`,
          rightSectionPointerEvents: 'none' as const,
        })}
        value={textOf(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <p role="status" className={classes.availability} data-state={says ? asked.data?.state : undefined}>
        {says && asked.isFetching && w('asking')}
        {says && !asked.isFetching && asked.data && w(asked.data.state, { name: asked.data.name + suffix })}
      </p>
    </div>
  );
}
