import type { ServiceSpan, ServiceWeek } from '~/api/types';

export type Weekday = keyof ServiceWeek;

/** The days of a week in the order of the office. */
export const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A week as it is written in fields: `08.00–12.00, 13.00–16.00` for each day. */
export type WrittenWeek = Record<Weekday, string>;

/** `08.00–12.00, 13.00–16.00`; empty on a closed day. */
export const writeSpans = (spans: readonly ServiceSpan[]): string =>
  spans.map(({ from, to }) => `${from}–${to}`.replaceAll(':', '.')).join(', ');

export const writeWeek = (week: ServiceWeek): WrittenWeek =>
  Object.fromEntries(weekdays.map((day) => [day, writeSpans(week[day])])) as WrittenWeek;

const span = /^(\d{1,2})[.:](\d{2})\s*(?:-|–|—|s\/d|sampai)\s*(\d{1,2})[.:](\d{2})$/;

/** What was written for a day; undefined where it cannot be read. Whether it makes sense is for the server. */
export function readSpans(text: string): ServiceSpan[] | undefined {
  const parts = text.split(/[,;]/).map((part) => part.trim());
  const spans = parts.filter(Boolean).map((part) => {
    const [, fromHour, fromMinute, toHour, toMinute] = span.exec(part) ?? [];
    return fromHour && toHour
      ? { from: `${fromHour.padStart(2, '0')}:${fromMinute}`, to: `${toHour.padStart(2, '0')}:${toMinute}` }
      : undefined;
  });
  return spans.every((one) => one !== undefined) ? spans : undefined;
}
