import { Button, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { proposalsQuery, saveCalendar } from '~/api/calendar';
import type { Calendar, ExceptionalPeriod } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { describeError } from '~/ui/describeError';
import { PlusIcon } from '~/ui/icons';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import classes from './CalendarPage.module.css';
import { inputOf } from './calendarInput';
import { useCalendarChange } from './useCalendarChange';
import { WeekTable } from './WeekTable';
import { calendarWords } from './words';

const WeekDialog = lazy(() => import('./WeekDialog').then((module) => ({ default: module.WeekDialog })));

/** Periods with hours of their own, and those that are proposed. */
export function PeriodSection({ calendar, onSaved }: { calendar: Calendar; onSaved(): void }) {
  const { t, format } = useI18n();
  const w = useWords(calendarWords);
  const [edited, setEdited] = useState<{ period: ExceptionalPeriod; place: number } | null>(null);
  const proposals = useQuery(proposalsQuery());
  const adopt = useCalendarChange((period: ExceptionalPeriod) =>
    saveCalendar(calendar.version, { ...inputOf(calendar), exceptions: [...calendar.exceptions, period] }),
  );
  const others = (place: number) => calendar.exceptions.filter((_, index) => index !== place);
  const week = calendar.hours.at(-1)?.week;
  const dates = ({ from, to }: ExceptionalPeriod) => `${format.date(from)} – ${format.date(to)}`;
  return (
    <Section
      title={w('periods')}
      aside={
        week && (
          <Button
            size="sm"
            variant="default"
            leftSection={<PlusIcon size={18} />}
            onClick={() =>
              setEdited({ period: { name: '', from: '', to: '', week }, place: calendar.exceptions.length })
            }
          >
            {w('addPeriod')}
          </Button>
        )
      }
    >
      <p className={classes.quiet}>{w('periodsText')}</p>
      {calendar.exceptions.length === 0 && <p className={classes.quiet}>{w('noPeriods')}</p>}
      <ul className={classes.hours}>
        {calendar.exceptions.map((period, place) => (
          <li key={period.from}>
            <div className={classes.itemHead}>
              <span>
                <strong>{period.name}</strong>, {dates(period)}
              </span>
              <Button
                size="compact-sm"
                variant="subtle"
                aria-label={w('changeNamed', { name: period.name })}
                onClick={() => setEdited({ period, place })}
              >
                {w('change')}
              </Button>
            </div>
            <WeekTable week={period.week} />
          </li>
        ))}
      </ul>
      {proposals.data && proposals.data.length > 0 && (
        <div className={classes.proposals}>
          <Title order={3} size="h5">
            {w('proposals')}
          </Title>
          <p className={classes.quiet}>{w('proposalsText')}</p>
          {adopt.isError && (
            <Notice tone="negative" live>
              {describeError(adopt.error, t).text}
            </Notice>
          )}
          <ul className={classes.hours}>
            {proposals.data.map((period) => (
              <li key={period.from}>
                <div className={classes.itemHead}>
                  <span>
                    <strong>{period.name}</strong>, {dates(period)}
                  </span>
                  <Button
                    size="sm"
                    variant="default"
                    loading={adopt.isPending && adopt.variables.from === period.from}
                    disabled={adopt.isPending}
                    aria-label={w('adoptNamed', { name: period.name })}
                    onClick={() => adopt.mutate(period, { onSuccess: onSaved })}
                  >
                    {w('adopt')}
                  </Button>
                </div>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Suspense>
        {edited && (
          <WeekDialog
            title={w('editPeriod')}
            calendar={calendar}
            heads={[
              { key: 'name', type: 'text' },
              { key: 'from', type: 'date' },
              { key: 'to', type: 'date' },
            ]}
            initial={{ name: edited.period.name, from: edited.period.from, to: edited.period.to }}
            week={edited.period.week}
            compose={({ name = '', from = '', to = '' }, composed) => ({
              ...inputOf(calendar),
              exceptions: [...others(edited.place), { name: name.trim(), from, to, week: composed }],
            })}
            without={
              edited.place < calendar.exceptions.length
                ? { ...inputOf(calendar), exceptions: others(edited.place) }
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
