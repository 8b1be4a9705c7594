import { NativeSelect, useMantineColorScheme } from '@mantine/core';
import type { Language } from '~/i18n/format';
import { useI18n } from '~/i18n/I18nProvider';
import classes from './Preferences.module.css';

/** Language and scheme as two plain selects; `compact` hides their labels from sight only. */
export function Preferences({ compact = false }: { compact?: boolean }) {
  const { t, language, setLanguage } = useI18n();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const named = (text: string) => (compact ? { 'aria-label': text } : { label: text });
  return (
    <div className={classes.preferences} data-compact={compact || undefined}>
      <NativeSelect
        {...named(t('shell.language'))}
        size={compact ? 'sm' : 'md'}
        value={language}
        onChange={(event) => setLanguage(event.currentTarget.value as Language)}
        data={[
          { value: 'id', label: compact ? 'ID' : 'Bahasa Indonesia' },
          { value: 'en', label: compact ? 'EN' : 'English' },
        ]}
      />
      <NativeSelect
        {...named(t('shell.scheme'))}
        className={compact ? classes.scheme : undefined}
        size={compact ? 'sm' : 'md'}
        value={colorScheme}
        onChange={(event) => setColorScheme(event.currentTarget.value as 'light' | 'dark' | 'auto')}
        data={[
          { value: 'auto', label: t('shell.scheme.auto') },
          { value: 'light', label: t('shell.scheme.light') },
          { value: 'dark', label: t('shell.scheme.dark') },
        ]}
      />
    </div>
  );
}
