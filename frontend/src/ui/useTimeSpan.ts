import { useCallback } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { office } from '~/lib/office';
import { wallClock } from '~/lib/officeTime';
import { bookingWords } from './bookingWords';

/** Says a time as people do: the day once where both ends lie on it. */
export function useTimeSpan(): (start: string, end: string) => string {
  const { format } = useI18n();
  const w = useWords(bookingWords);
  return useCallback(
    (start, end) => {
      const [from, to] = [start, end].map((instant) => wallClock(new Date(instant), office.timeZone));
      if (from?.date !== to?.date)
        return w('until', { start: format.dateTime(start), end: format.dateTime(end) });
      const clock = (time = '') => time.replace(':', '.');
      return `${format.weekday(start)}, ${clock(from?.time)}–${clock(to?.time)} ${office.timeZoneLabel}`;
    },
    [format, w],
  );
}
