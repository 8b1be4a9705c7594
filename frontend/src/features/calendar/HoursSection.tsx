import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { Calendar, ServiceHours } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { PlusIcon } from '~/ui/icons';
import { Section } from '~/ui/Section';
import classes from './CalendarPage.module.css';
import { inputOf } from './calendarInput';
import { WeekTable } from './WeekTable';
import { calendarWords } from './words';

const WeekDialog = lazy(() => import('./WeekDialog').then((module) => ({ default: module.WeekDialog })));

interface HoursSectionProps {
  calendar: Calendar;
  today: string;
  onSaved(): void;
}

/** The weekly hours with their dates of effect, newest first. */
export function HoursSection({ calendar, today, onSaved }: HoursSectionProps) {
  const { format } = useI18n();
  const w = useWords(calendarWords);
  const [edited, setEdited] = useState<{ hours: ServiceHours; place: number } | null>(null);
  const newest = calendar.hours.at(-1);
  const current = calendar.hours.findLast(({ effective_from }) => effective_from <= today);
  const others = (place: number) => calendar.hours.filter((_, index) => index !== place);
  return (
    <Section
      title={w('hours')}
      aside={
        newest && (
          <Button
            size="sm"
            variant="default"
            leftSection={<PlusIcon size={18} />}
            onClick={() =>
              setEdited({ hours: { ...newest, effective_from: '' }, place: calendar.hours.length })
            }
          >
            {w('addHours')}
          </Button>
        )
      }
    >
      <p className={classes.quiet}>{w('hoursText')}</p>
      <ul className={classes.hours}>
        {calendar.hours
          .map((hours, place) => (
            <li key={hours.effective_from}>
              <div className={classes.itemHead}>
                <strong>
                  {w('effectiveFrom')} {format.date(hours.effective_from)}
                  {hours === current && ` – ${w('inForce')}`}
                </strong>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  aria-label={w('changeNamed', { name: format.date(hours.effective_from) })}
                  onClick={() => setEdited({ hours, place })}
                >
                  {w('change')}
                </Button>
              </div>
              <WeekTable week={hours.week} />
            </li>
          ))
          .reverse()}
      </ul>
      <Suspense>
        {edited && (
          <WeekDialog
            title={w('editHours')}
            calendar={calendar}
            heads={[{ key: 'effectiveFrom', type: 'date' }]}
            initial={{ effectiveFrom: edited.hours.effective_from }}
            week={edited.hours.week}
            compose={({ effectiveFrom = '' }, week) => ({
              ...inputOf(calendar),
              hours: [...others(edited.place), { effective_from: effectiveFrom, week }],
            })}
            without={
              edited.place > 0 && edited.place < calendar.hours.length
                ? { ...inputOf(calendar), hours: others(edited.place) }
                : undefined
            }
            onClose={() => setEdited(null)}
            onDone={() => {
              setEdited(null);
              onSaved();
            }}
          />
        )}
      </Suspense>
    </Section>
  );
}
