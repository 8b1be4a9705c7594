import { daysUntil } from '~/i18n/format';
import { useI18n } from '~/i18n/I18nProvider';
import classes from './DueDate.module.css';
import { AlertIcon, ClockIcon } from './icons';

interface DueDateProps {
  dueAt: string | null;
  /** A closed request is not late any more. */
  closed: boolean;
  /** The clock stands still while the applicant mends the request. */
  paused?: boolean;
}

/** Until when, and in words how soon that is. */
export function DueDate({ dueAt, closed, paused = false }: DueDateProps) {
  const { t, format } = useI18n();
  if (paused && !closed) return <span className={classes.quiet}>{t('due.paused')}</span>;
  if (!dueAt) return <span className={classes.quiet}>{t('due.none')}</span>;
  const date = <time dateTime={dueAt}>{format.shortDate(dueAt)}</time>;
  if (closed) return date;
  const now = new Date();
  const days = daysUntil(dueAt, now);
  const late = new Date(dueAt) < now;
  const urgency = late ? 'late' : days <= 1 ? 'soon' : 'calm';
  const words = late
    ? days === 0
      ? t('due.overdueToday')
      : t('due.overdue', { count: -days })
    : days === 0
      ? t('due.today')
      : days === 1
        ? t('due.tomorrow')
        : t('due.inDays', { count: days });
  return (
    <span className={classes.due}>
      {date}
      <span className={classes.hint} data-urgency={urgency}>
        {urgency === 'late' ? <AlertIcon size={14} /> : urgency === 'soon' ? <ClockIcon size={14} /> : null}
        {words}
      </span>
    </span>
  );
}
