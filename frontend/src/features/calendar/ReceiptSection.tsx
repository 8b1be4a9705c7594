import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { saveCalendar } from '~/api/calendar';
import type { Calendar } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { describeError } from '~/ui/describeError';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import classes from './CalendarPage.module.css';
import { inputOf } from './calendarInput';
import { useCalendarChange } from './useCalendarChange';
import { calendarWords } from './words';

/** The published setting: whether the day of receipt counts. */
export function ReceiptSection({ calendar, onSaved }: { calendar: Calendar; onSaved(): void }) {
  const { t } = useI18n();
  const w = useWords(calendarWords);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const counts = wanted ?? calendar.count_day_of_receipt;
  const change = useCalendarChange(() =>
    saveCalendar(calendar.version, { ...inputOf(calendar), count_day_of_receipt: counts }),
  );
  const changed = counts !== calendar.count_day_of_receipt;
  return (
    <Section title={w('receipt')}>
      <p className={classes.quiet}>{w('receiptText')}</p>
      {change.isError && (
        <Notice tone="negative" live>
          {describeError(change.error, t).text}
        </Notice>
      )}
      <Checkbox
        label={w('receiptCounts')}
        description={counts ? w('receiptOn') : w('receiptOff')}
        checked={counts}
        onChange={(event) => setWanted(event.currentTarget.checked)}
      />
      {changed && (
        <>
          <p>{w('effect')}</p>
          <Button
            size="sm"
            loading={change.isPending}
            onClick={() =>
              change.mutate(undefined, {
                onSuccess: () => {
                  setWanted(null);
                  onSaved();
                },
              })
            }
          >
            {w('save')}
          </Button>
        </>
      )}
    </Section>
  );
}
