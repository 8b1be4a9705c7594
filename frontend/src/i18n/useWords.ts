import { useCallback } from 'react';
import { useI18n } from './I18nProvider';
import { fill, type Message, type TranslationOf, type Values } from './message';

/**
 * The words of one feature in both languages. They are loaded with the feature, so that pages for a few people
 * do not weigh on everybody's first page.
 */
export interface Words<Source extends Readonly<Record<string, Message>>> {
  id: Source;
  en: Readonly<Record<keyof Source, Message>>;
}

/** Pairs the words of two languages; the compiler compares keys and places as it does for the dictionaries. */
export const words = <
  const Source extends Readonly<Record<string, Message>>,
  const Target extends Readonly<Record<keyof Source, Message>>,
>(
  id: Source,
  en: Target & TranslationOf<Source, Target>,
): Words<Source> => ({ id, en });

/** `w('key')` or `w('key', { values })`, in the language of the screen. */
export type SayWord<Source extends Readonly<Record<string, Message>>> = <Key extends keyof Source>(
  key: Key,
  ...values: Values<Source[Key]>
) => string;

export function useWords<Source extends Readonly<Record<string, Message>>>(
  spoken: Words<Source>,
): SayWord<Source> {
  const { language, format } = useI18n();
  return useCallback(
    (key, ...values) => fill(spoken[language][key], values[0] ?? {}, format.locale),
    [spoken, language, format.locale],
  );
}
