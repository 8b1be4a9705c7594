import { office } from '~/lib/office';

/** Language of the screen. Official terms stay Indonesian in both. */
export type Language = 'id' | 'en';

const locales: Record<Language, string> = { id: 'id-ID', en: 'en-GB' };

/** Dates, times and sizes as the office writes them, always in the office's time zone. */
export interface Format {
  locale: string;
  /** `21 Juli 2025` from a time (RFC 3339) or a date (`YYYY-MM-DD`). */
  date(value: string): string;
  /** `21 Jul 2025`, for tables. */
  shortDate(value: string): string;
  /** `Senin, 21 Juli 2025`. */
  weekday(value: string): string;
  /** `10.30 WITA`. */
  time(value: string): string;
  /** `21 Juli 2025 pukul 10.30 WITA`. */
  dateTime(value: string): string;
  /** `Juli 2025` from `2025-07`. */
  month(value: string): string;
  /** `Jul` from `2025-07`. */
  shortMonth(value: string): string;
  number(value: number): string;
  /** `1,4 MB` from bytes (decimal, as limits are stated). */
  size(bytes: number): string;
}

const at: Record<Language, string> = { id: 'pukul', en: 'at' };

export function formatFor(language: Language): Format {
  const locale = locales[language];
  const zone = office.timeZone;
  const long = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: zone });
  const medium = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: zone });
  const dayName = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: zone });
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: zone });
  const monthYear = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: zone });
  const monthOnly = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: zone });
  const plain = new Intl.NumberFormat(locale);
  const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

  const date = (value: string) => long.format(instantOf(value));
  const time = (value: string) => `${clock.format(instantOf(value))} ${office.timeZoneLabel}`;
  return {
    locale,
    date,
    time,
    weekday: (value) => `${dayName.format(instantOf(value))}, ${date(value)}`,
    shortDate: (value) => medium.format(instantOf(value)),
    dateTime: (value) => `${date(value)} ${at[language]} ${time(value)}`,
    month: (value) => monthYear.format(instantOf(`${value}-15`)),
    shortMonth: (value) => monthOnly.format(instantOf(`${value}-15`)),
    number: (value) => plain.format(value),
    size: (bytes) => {
      if (bytes < 1000) return `${plain.format(bytes)} B`;
      if (bytes < 1_000_000) return `${plain.format(Math.round(bytes / 1000))} kB`;
      return `${oneDecimal.format(bytes / 1_000_000)} MB`;
    },
  };
}

/** A bare date means noon of that day in UTC, so that no zone turns it into another day. */
function instantOf(value: string): Date {
  return new Date(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T04:00:00Z` : value);
}

const dayMilliseconds = 86_400_000;

/** The calendar day of an instant in the office's zone, as a count of days. */
function dayNumber(instant: Date): number {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: office.timeZone }).format(instant);
  return Date.parse(`${parts}T00:00:00Z`) / dayMilliseconds;
}

/** Whole calendar days from now until the given time in the office's zone: 0 is today, 1 tomorrow. */
export function daysUntil(time: string, now: Date): number {
  return dayNumber(new Date(time)) - dayNumber(now);
}
