import { Title } from '@mantine/core';
import { type MouseEvent, useEffect, useRef } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import classes from './FormErrorSummary.module.css';
import { AlertIcon } from './icons';

export interface SummaryItem {
  /** The id of the field to go to; absent where no single field is to blame. */
  fieldId?: string | undefined;
  text: string;
}

interface FormErrorSummaryProps {
  items: readonly SummaryItem[];
  /** Changes with every failed attempt, so that focus moves each time. */
  attempt: number;
}

/** What is wrong with a form, on top of it; takes focus, and each line leads to its field. */
export function FormErrorSummary({ items, attempt }: FormErrorSummaryProps) {
  const { t } = useI18n();
  const box = useRef<HTMLDivElement>(null);
  const shown = items.length > 0;

  // Every attempt moves the focus, not every keystroke.
  useEffect(() => {
    if (shown && attempt > 0) box.current?.focus();
  }, [attempt, shown]);

  if (!shown) return null;
  const goTo = (event: MouseEvent, fieldId: string) => {
    event.preventDefault();
    const field = document.getElementById(fieldId);
    field?.focus();
    // A group of choices takes no focus itself: its first choice does.
    if (document.activeElement !== field) field?.querySelector('input')?.focus();
  };
  return (
    <div ref={box} tabIndex={-1} role="alert" className={classes.summary}>
      <AlertIcon size={24} />
      <div>
        <Title order={2} size="h5">
          {t('error.summaryTitle')}
        </Title>
        <ul>
          {items.map(({ fieldId, text }) => (
            <li key={`${fieldId}-${text}`}>
              {fieldId ? (
                <a href={`#${fieldId}`} onClick={(event) => goTo(event, fieldId)}>
                  {text}
                </a>
              ) : (
                text
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
