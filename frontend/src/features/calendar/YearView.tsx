import { Title } from '@mantine/core';
import type { CalendarDay } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { weekdays } from './week';
import { calendarWords } from './words';
import classes from './YearView.module.css';

/** How a day looks: by its service, and what closes it. */
type Look = 'working' | 'special' | 'weekend' | 'holiday' | 'closed';

const looks: readonly Look[] = ['working', 'special', 'weekend', 'holiday', 'closed'];

const lookOf = ({ working, name, reason }: CalendarDay): Look =>
  working ? (name ? 'special' : 'working') : (reason as Look);

/** The days of a year, month by month. What a shape means stands in the legend, and in each day's words. */
export function YearView({ days, today }: { days: readonly CalendarDay[]; today: string }) {
  const { format } = useI18n();
  const w = useWords(calendarWords);
  const months = [...Map.groupBy(days, ({ date }) => date.slice(0, 7))];
  return (
    <>
      <ul className={classes.legend}>
        {looks.map((look) => (
          <li key={look}>
            <span className={classes.day} data-look={look} aria-hidden="true">
              7
            </span>
            {w(`legend.${look}`)}
          </li>
        ))}
      </ul>
      <div className={classes.year}>
        {months.map(([month, members]) => (
          <section key={month} aria-labelledby={`bulan-${month}`} className={classes.month}>
            <div className={classes.head}>
              <Title order={3} size="h6" id={`bulan-${month}`}>
                {format.month(month).replace(/ \d+$/, '')}
              </Title>
              <span className={classes.count}>
                {w('workingDays', { count: members.filter(({ working }) => working).length })}
              </span>
            </div>
            <ol className={classes.days}>
              {members.map((day) => {
                const look = lookOf(day);
                const words = [
                  format.weekday(day.date),
                  w(`legend.${look}`),
                  day.holidays.map(({ name }) => name).join(', ') || day.name,
                  day.date === today && w('today'),
                ];
                return (
                  <li
                    key={day.date}
                    className={classes.day}
                    data-look={look}
                    data-today={day.date === today || undefined}
                    style={{ gridColumnStart: columnOf(day.date) }}
                    title={words.filter(Boolean).join(', ')}
                  >
                    <span aria-hidden="true">{Number(day.date.slice(8))}</span>
                    <span className="visually-hidden">{words.filter(Boolean).join(', ')}</span>
                  </li>
                );
              })}
            </ol>
          </section>
        ))}
      </div>
    </>
  );
}

/** Monday is the first column. */
const columnOf = (date: string): number =>
  ((new Date(`${date}T00:00:00Z`).getUTCDay() + weekdays.length - 1) % weekdays.length) + 1;
