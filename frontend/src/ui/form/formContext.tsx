import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { OnProgress } from '~/api/http';
import { useI18n } from '~/i18n/I18nProvider';
import { helpOf, titleOf } from './kinds';
import type { Field } from './types';

/** A file that belongs to an answer. */
export interface AnswerFile {
  id: string;
  name: string;
  size: number;
  media_type: string;
}

/** How the files of a form reach the server, and what is known of those that did. */
export interface Uploads {
  files: ReadonlyMap<string, AnswerFile>;
  /** Sends one file for the field of that pointer. */
  send(file: File, pointer: string, onProgress: OnProgress): Promise<AnswerFile>;
  /** Told when a file is taken out of an answer, where it would otherwise stay behind. */
  remove?(id: string): void;
}

/** What every field of a form needs to know of it. */
export interface FormContext {
  /** The form's name, with which the ids of its fields begin. */
  name: string;
  /** What is wrong, by the pointer of the answer. */
  errors: ReadonlyMap<string, string>;
  /** What is unusual, and what an officer wants mended. */
  warnings: ReadonlyMap<string, string>;
  remarks: ReadonlyMap<string, string>;
  uploads: Uploads;
  disabled: boolean;
  /** A person has left the field: from now on it may say what is wrong with it. */
  onLeave(pointer: string): void;
}

const Context = createContext<FormContext | null>(null);

/** Tells its fields of the form, and only what has changed: at each key, that is the one field in which it is typed. */
export function FormContextProvider({ value, children }: { value: FormContext; children: ReactNode }) {
  const { name, uploads, disabled, onLeave } = value;
  const errors = useUnchanged(value.errors);
  const warnings = useUnchanged(value.warnings);
  const remarks = useUnchanged(value.remarks);
  const form = useMemo(
    () => ({ name, errors, warnings, remarks, uploads, disabled, onLeave }),
    [name, errors, warnings, remarks, uploads, disabled, onLeave],
  );
  return <Context value={form}>{children}</Context>;
}

/** A set or map as it was, while it holds the same: nothing is drawn again for it. */
export function useUnchanged<T extends Iterable<unknown>>(now: T): T {
  const [kept, keep] = useState(now);
  if (kept === now || JSON.stringify([...kept]) === JSON.stringify([...now])) return kept;
  keep(now);
  return now;
}

export function useFormContext(): FormContext {
  const context = useContext(Context);
  if (!context) throw new Error('a field stands outside FormFields');
  return context;
}

/** The id in the page of the field that a pointer such as `/answers/rows/0/number` leads to. */
export const idOfPointer = (form: string, pointer: string): string => form + pointer.replaceAll('/', '-');

/** What every kind of field is given. */
export interface FieldProps {
  pointer: string;
  field: Field;
  value: unknown;
  required: boolean;
  onChange(value: unknown): void;
}

/** Label, help, error and so on of a field, as the inputs of the product take them. */
export function useFieldFrame({
  pointer,
  field,
  required,
}: Pick<FieldProps, 'pointer' | 'field' | 'required'>) {
  const { t, language } = useI18n();
  const { name, errors, disabled, onLeave } = useFormContext();
  const title = titleOf(field, language);
  return {
    id: idOfPointer(name, pointer),
    label: required ? title : `${title} ${t('common.optional')}`,
    description: helpOf(field, language),
    error: errors.get(pointer),
    disabled,
    onBlur: () => onLeave(pointer),
  };
}
