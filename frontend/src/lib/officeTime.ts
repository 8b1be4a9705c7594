import { office } from './office';

/** The instant (RFC 3339) at which a date (`YYYY-MM-DD`) begins in a time zone. */
export const startOfDay = (date: string, timeZone: string): string => instantAt(date, '00:00', timeZone);

/** The instant (RFC 3339) at which the clocks of a time zone show a date (`YYYY-MM-DD`) and a time (`HH:MM`). */
export function instantAt(date: string, time: string, timeZone: string): string {
  const shown = Date.parse(`${date}T${time}:00Z`);
  // `GMT+08:00`, or `GMT` where there is no difference.
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(shown)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return new Date(sign === '-' ? shown + offset : shown - offset).toISOString();
}

/** What the clocks of a time zone show at an instant: `YYYY-MM-DD` and `HH:MM`. */
export function wallClock(instant: Date, timeZone: string): { date: string; time: string } {
  const [date = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
    .format(instant)
    .split(' ');
  return { date, time };
}

/** Today's date (`YYYY-MM-DD`) in the office's zone. */
export const todayInOffice = (): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: office.timeZone }).format(new Date());
