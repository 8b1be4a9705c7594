import { expect, it } from 'vitest';
import { startOfDay } from './officeTime';

it.each([
  ['2026-03-01', 'Asia/Makassar', '2026-02-28T16:00:00.000Z'],
  ['2026-01-01', 'Asia/Jayapura', '2025-12-31T15:00:00.000Z'],
  ['2026-01-01', 'UTC', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01', 'America/Caracas', '2026-01-01T04:00:00.000Z'],
])('%s begins in %s at %s', (date, zone, instant) => {
  expect(startOfDay(date, zone)).toBe(instant);
});
