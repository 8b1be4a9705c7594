/** A text of a fixed shape, as in the table of `api/form/format.go`. */
interface Format {
  /** Characters that people write between the others. */
  drop?: RegExp;
  /** Upper case is the same. */
  lower?: boolean;
  longest: number;
  pattern: RegExp;
  /** What a pattern cannot say. */
  right?(text: string): boolean;
  unusual?(text: string): boolean;
}

export const formats: Readonly<Record<string, Format>> = {
  nip: { drop: / /g, longest: 18, pattern: /^[0-9]{18}$/, unusual: isUnusualNip },
  nik: { drop: / /g, longest: 16, pattern: /^[0-9]{16}$/, unusual: isUnusualNik },
  phone: { drop: /[ -]/g, longest: 17, pattern: /^(?:\+62|0)[0-9]{7,13}$/ },
  email: {
    longest: 254,
    pattern:
      /^[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/,
  },
  mailbox: {
    lower: true,
    longest: 64,
    pattern: /^[a-z0-9](?:(?:\.?[a-z0-9_-])*\.?[a-z0-9])?$/,
    right: (text) => text.length >= 3,
  },
  subdomain: { lower: true, longest: 63, pattern: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/ },
  uri: {
    longest: 2000,
    pattern: /^https?:\/\/[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#][^ ]*)?$/,
  },
  ip: { longest: 45, pattern: /^[0-9A-Fa-f.:]+$/, right: isAddress },
  coordinates: {
    drop: / /g,
    longest: 40,
    pattern: /^-?[0-9]{1,2}(?:\.[0-9]{1,10})?,-?[0-9]{1,3}(?:\.[0-9]{1,10})?$/,
    right: isOnEarth,
  },
};

/** The text in the shape in which it is kept. */
export function cleanText({ drop, lower }: Format, text: string): string {
  const left = drop ? text.replace(drop, '') : text;
  return lower ? left.toLowerCase() : left;
}

export const fits = ({ longest, pattern, right }: Format, text: string): boolean =>
  [...text].length <= longest && pattern.test(text) && (right?.(text) ?? true);

/** Drops control characters and trims; in a text of one line, breaks and tabs become spaces. */
export const plainText = (text: string, lines: boolean): string =>
  text
    .replace(/[\n\t]/g, lines ? '$&' : ' ')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .trim();

function isAddress(text: string): boolean {
  if (text.includes(':')) return URL.canParse(`http://[${text}]/`);
  const parts = text.split('.');
  return (
    parts.length === 4 && parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)
  );
}

function isOnEarth(text: string): boolean {
  const [north, east] = text.split(',').map(Number);
  return Math.abs(Number(north)) <= 90 && Math.abs(Number(east)) <= 180;
}

const dayMilliseconds = 86_400_000;

/** A date (`YYYY-MM-DD`) as a count of days, or null where the calendar has no such day. */
export function dayNumber(date: string): number | null {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(date)) return null;
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) || dateOf(time / dayMilliseconds) !== date ? null : time / dayMilliseconds;
}

/** The date of a count of days. */
export const dateOf = (day: number): string => new Date(day * dayMilliseconds).toISOString().slice(0, 10);

const instant =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?(?:Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$/;

/** A time (RFC 3339) in milliseconds, or null. */
export function instantOf(text: string): number | null {
  const date = instant.exec(text)?.[1];
  return date !== undefined && dayNumber(date) !== null ? Date.parse(text) : null;
}

/** Born YYYYMMDD, appointed YYYYMM at 17 or older, sex 1 or 2, three digits in order. */
function isUnusualNip(text: string): boolean {
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)];
  const [appointedYear, appointedMonth] = [text.slice(8, 12), text.slice(12, 14)];
  if (dayNumber(`${year}-${month}-${day}`) === null) return true;
  if (!/^(0[1-9]|1[0-2])$/.test(appointedMonth) || !/[12]/.test(text.charAt(14))) return true;
  const months = (Number(appointedYear) - Number(year)) * 12 + Number(appointedMonth) - Number(month);
  return months < 17 * 12;
}

/** Region, DDMMYY of birth (40 added to the day of women), four digits that are not all zero. */
function isUnusualNik(text: string): boolean {
  const written = Number(text.slice(6, 8));
  const day = written > 40 ? written - 40 : written;
  const month = Number(text.slice(8, 10));
  if (day < 1 || month < 1 || month > 12 || text.endsWith('0000')) return true;
  // A year in two digits may be a leap year, so 29 February passes.
  return day > new Date(Date.UTC(2000, month, 0)).getUTCDate();
}
