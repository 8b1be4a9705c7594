import { describe, expect, it } from 'vitest';
import { daysUntil, formatFor } from './format';

describe('formatFor', () => {
  const id = formatFor('id');
  const en = formatFor('en');

  it('writes times as the office does, in its own zone', () => {
    expect(id.dateTime('2025-07-21T02:30:00Z')).toBe('21 Juli 2025 pukul 10.30 WITA');
    expect(en.dateTime('2025-07-21T02:30:00Z')).toBe('21 July 2025 at 10:30 WITA');
  });

  it('turns the day at midnight in WITA, not in UTC', () => {
    expect(id.date('2026-01-04T15:59:59Z')).toBe('4 Januari 2026');
    expect(id.date('2026-01-04T16:00:00Z')).toBe('5 Januari 2026');
  });

  it('leaves a bare date the day that it is', () => {
    expect(id.date('2026-01-05')).toBe('5 Januari 2026');
    expect(id.shortDate('2026-01-05')).toBe('5 Jan 2026');
  });

  it('names months', () => {
    expect(id.month('2026-01')).toBe('Januari 2026');
    expect(id.shortMonth('2026-08')).toBe('Agu');
    expect(en.shortMonth('2026-08')).toBe('Aug');
  });

  it.each([
    [999, '999 B'],
    [48_213, '48 kB'],
    [1_449_000, '1,4 MB'],
    [20_000_000, '20 MB'],
  ])('writes %i bytes as %s', (bytes, text) => {
    expect(id.size(bytes)).toBe(text);
  });
});

describe('daysUntil', () => {
  const now = new Date('2026-01-05T15:30:00Z'); // 23.30 WITA

  it.each([
    ['2026-01-05T15:59:00Z', 0],
    ['2026-01-05T16:00:00Z', 1], // half an hour later, but tomorrow
    ['2026-01-08T08:00:00Z', 3],
    ['2026-01-04T08:00:00Z', -1],
  ])('counts calendar days of the office until %s', (time, days) => {
    expect(daysUntil(time, now)).toBe(days);
  });
});
