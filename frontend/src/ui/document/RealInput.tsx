import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Json } from './json';

interface RealInputProps {
  id: string;
  label: string;
  description: string | undefined;
  error: string | undefined;
  className: string | undefined;
  value: Json | undefined;
  set(value: number | null): void;
}

/** Any number or none, with a comma or a point before its fraction. */
export function RealInput({ className, value, set, ...common }: RealInputProps) {
  const known = typeof value === 'number' ? value : null;
  const [typed, setTyped] = useState(() => textOf(known));
  // What is being typed, such as `-` or `1,`, stays as it is while it means the same number.
  const text = numberOf(typed) === known ? typed : textOf(known);
  return (
    <TextInput
      {...common}
      classNames={{ wrapper: className }}
      inputMode="text"
      value={text}
      onChange={(event) => {
        const next = event.currentTarget.value.replace(/[^\d.,-]/g, '').slice(0, 20);
        setTyped(next);
        set(numberOf(next));
      }}
    />
  );
}

const textOf = (value: number | null): string => (value === null ? '' : String(value).replace('.', ','));

function numberOf(text: string): number | null {
  const number = Number(text.replace(',', '.'));
  return text === '' || !Number.isFinite(number) ? null : number;
}
