import { ActionIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { calendarQuery, yearQuery } from '~/api/calendar';
import { useWords } from '~/i18n/useWords';
import { todayInOffice } from '~/lib/officeTime';
import { ArrowLeftIcon, ArrowRightIcon } from '~/ui/icons';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import classes from './CalendarPage.module.css';
import { HolidaySection } from './HolidaySection';
import { HoursSection } from './HoursSection';
import { PeriodSection } from './PeriodSection';
import { ReceiptSection } from './ReceiptSection';
import { RecomputationNotice } from './RecomputationNotice';
import { TrialSection } from './TrialSection';
import { calendarWords } from './words';
import { YearView } from './YearView';

const route = getRouteApi('/signed-in/admin/kalender');

/** The working time of the office for whoever keeps it. */
export function CalendarPage() {
  const w = useWords(calendarWords);
  const today = todayInOffice();
  const { tahun } = route.useSearch();
  const navigate = route.useNavigate();
  const year = tahun ?? Number(today.slice(0, 4));
  const goTo = (next: number) => navigate({ search: { tahun: next }, replace: true, resetScroll: false });
  const [saved, setSaved] = useState(0);
  const calendar = useQuery(calendarQuery());
  const days = useQuery(yearQuery(year));
  const onSaved = () => setSaved((count) => count + 1);
  const chooser = (
    <div className={classes.chooser}>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={w('previousYear')}
        disabled={year <= 2000}
        onClick={() => goTo(year - 1)}
      >
        <ArrowLeftIcon />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={w('nextYear')}
        disabled={year >= 2100}
        onClick={() => goTo(year + 1)}
      >
        <ArrowRightIcon />
      </ActionIcon>
    </div>
  );
  return (
    <Page title={w('title')} lead={w('lead')}>
      <div className={classes.sections}>
        <div className={classes.said}>
          {saved > 0 && (
            <Notice key={saved} tone="positive" live>
              {w('saved')}
            </Notice>
          )}
          <RecomputationNotice />
        </div>
        <Section title={w('year', { year: String(year) })} aside={chooser}>
          {days.isPending && <LoadingState lines={6} height={96} />}
          {days.isError && <ErrorState error={days.error} onRetry={() => days.refetch()} />}
          {days.data && <YearView days={days.data} today={today} />}
        </Section>
        <HolidaySection year={year} onSaved={onSaved} />
        {calendar.isPending && <LoadingState lines={4} height={72} />}
        {calendar.isError && <ErrorState error={calendar.error} onRetry={() => calendar.refetch()} />}
        {calendar.data && (
          <>
            <HoursSection calendar={calendar.data} today={today} onSaved={onSaved} />
            <PeriodSection calendar={calendar.data} onSaved={onSaved} />
            <ReceiptSection calendar={calendar.data} onSaved={onSaved} />
          </>
        )}
        <TrialSection />
      </div>
    </Page>
  );
}
