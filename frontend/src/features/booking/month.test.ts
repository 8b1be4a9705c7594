import { expect, test } from 'vitest';
import { otherMonth, weeksOf } from './month';

test('a month is shown in whole weeks from Monday', () => {
  const november = weeksOf('2026-11'); // begins on a Sunday, ends on a Monday
  expect([november[0], november.at(-1), november.length]).toEqual(['2026-10-26', '2026-12-06', 42]);
  expect(weeksOf('2027-02')).toHaveLength(28); // Monday to Sunday
});

test('months follow each other over the turn of the year', () => {
  expect([otherMonth('2026-12', 1), otherMonth('2027-01', -1)]).toEqual(['2027-01', '2026-12']);
});
