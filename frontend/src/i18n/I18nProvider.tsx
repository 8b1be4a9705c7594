import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { type Format, formatFor, type Language } from './format';
import { id } from './id';
import { fill, type Message, type Values } from './message';

export type MessageKey = keyof typeof id;
type Dictionary = Readonly<Record<MessageKey, Message>>;

/** `t('key')` or `t('key', { values })`; the compiler knows which keys exist and what each one needs. */
export type Translate = <Key extends MessageKey>(key: Key, ...values: Values<(typeof id)[Key]>) => string;

interface I18n {
  language: Language;
  setLanguage(language: Language): void;
  t: Translate;
  /** The label of a code that the server sent, or the code itself where this version has no label for it. */
  label(group: string, code: string): string;
  format: Format;
}

const I18nContext = createContext<I18n | null>(null);
const storageKey = 'elayanan.language';

export function useI18n(): I18n {
  const i18n = useContext(I18nContext);
  if (!i18n) throw new Error('useI18n outside I18nProvider');
  return i18n;
}

/** English is loaded only when it is asked for; Indonesian is always there to fall back on. */
async function dictionaryOf(language: Language): Promise<Dictionary> {
  return language === 'en' ? (await import('./en')).en : id;
}

interface Chosen {
  language: Language;
  dictionary: Dictionary;
}

const indonesian: Chosen = { language: 'id', dictionary: id };

/** The language chosen on an earlier visit, with its texts. */
export async function loadInitialLanguage(): Promise<Chosen> {
  if (localStorage.getItem(storageKey) !== 'en') return indonesian;
  return dictionaryOf('en').then(
    (dictionary) => ({ language: 'en', dictionary }),
    () => indonesian,
  );
}

export function I18nProvider({ initial, children }: { initial: Chosen; children: ReactNode }) {
  const [{ language, dictionary }, setChosen] = useState(initial);

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const setLanguage = useCallback(async (next: Language) => {
    const chosen = { language: next, dictionary: await dictionaryOf(next) };
    localStorage.setItem(storageKey, next);
    setChosen(chosen);
  }, []);

  const value = useMemo<I18n>(() => {
    const format = formatFor(language);
    return {
      language,
      setLanguage,
      format,
      t: (key, ...values) => fill(dictionary[key], values[0] ?? {}, format.locale),
      label: (group, code) => {
        const message = (dictionary as Readonly<Record<string, Message>>)[`${group}.${code}`];
        return message === undefined ? code.replaceAll('_', ' ') : fill(message, {}, format.locale);
      },
    };
  }, [language, dictionary, setLanguage]);

  return <I18nContext value={value}>{children}</I18nContext>;
}
