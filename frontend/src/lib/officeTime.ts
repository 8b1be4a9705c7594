import { office } from './office';

/** The instant (RFC 3339) at which a date (`YYYY-MM-DD`) begins in a time zone. */
export function startOfDay(date: string, timeZone: string): string {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // `GMT+08:00`, or `GMT` where there is no difference.
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(midnight)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return new Date(sign === '-' ? midnight + offset : midnight - offset).toISOString();
}

/** Today's date (`YYYY-MM-DD`) in the office's zone. */
export const todayInOffice = (): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: office.timeZone }).format(new Date());
