import { expect, it } from 'vitest';
import { instantAt, startOfDay, wallClock } from './officeTime';

it.each([
  ['2026-03-01', 'Asia/Makassar', '2026-02-28T16:00:00.000Z'],
  ['2026-01-01', 'Asia/Jayapura', '2025-12-31T15:00:00.000Z'],
  ['2026-01-01', 'UTC', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01', 'America/Caracas', '2026-01-01T04:00:00.000Z'],
])('%s begins in %s at %s', (date, zone, instant) => {
  expect(startOfDay(date, zone)).toBe(instant);
});

it('a date and a time of the office are an instant, and back', () => {
  expect(instantAt('2026-01-05', '08:30', 'Asia/Makassar')).toBe('2026-01-05T00:30:00.000Z');
  expect(wallClock(new Date('2026-01-04T16:05:00Z'), 'Asia/Makassar')).toEqual({
    date: '2026-01-05',
    time: '00:05',
  });
});
