import { TextInput, type TextInputProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { assetKindsQuery, availabilityQuery } from '~/api/assets';
import { useWords } from '~/i18n/useWords';
import classes from './FormFields.module.css';
import { formWords } from './formWords';

interface RegisteredNameProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  /** Code of the kind of thing that the name is of. */
  kind: string;
  value: string;
  onChange(value: string): void;
  /** Whether it is worth asking for what is typed; not while it cannot be a name at all. */
  asks: boolean;
}

/** A name that no two may have, such as of a mailbox; while one types, it says whether the name is free. */
export function RegisteredName({ kind: code, value, onChange, asks, ...input }: RegisteredNameProps) {
  const w = useWords(formWords);
  const kinds = useQuery(assetKindsQuery());
  const suffix = kinds.data?.find((kind) => kind.code === code)?.suffix ?? '';
  const name = value.trim().toLowerCase();
  const [settled] = useDebouncedValue(name, 400);
  const asking = asks && settled === name && name !== '';
  const asked = useQuery({ ...availabilityQuery(code, settled), enabled: asking });
  const says = asking && !input.error;
  return (
    <div>
      <TextInput
        {...input}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        {...(suffix && {
          rightSection: <span className={classes.suffix}>{suffix}</span>,
          rightSectionWidth: `${suffix.length * 0.95 + 1}ch`,
          rightSectionPointerEvents: 'none' as const,
        })}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <p role="status" className={classes.availability} data-state={says ? asked.data?.state : undefined}>
        {says && asked.isFetching && w('asking')}
        {says && !asked.isFetching && asked.data && w(asked.data.state, { name: asked.data.name + suffix })}
      </p>
    </div>
  );
}
