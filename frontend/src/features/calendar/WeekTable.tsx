import type { ServiceWeek } from '~/api/types';
import { useWords } from '~/i18n/useWords';
import classes from './CalendarPage.module.css';
import { weekdays, writeSpans } from './week';
import { calendarWords } from './words';

/** The hours of a week, day by day. */
export function WeekTable({ week }: { week: ServiceWeek }) {
  const w = useWords(calendarWords);
  return (
    <dl className={classes.week}>
      {weekdays.map((day) => (
        <div key={day}>
          <dt>{w(`day.${day}`)}</dt>
          <dd>{writeSpans(week[day]) || w('closed')}</dd>
        </div>
      ))}
    </dl>
  );
}
