import { expect, test } from 'vitest';
import { readSpans, writeSpans } from './week';

test('hours are read as people write them', () => {
  const want = [
    { from: '08:00', to: '12:00' },
    { from: '13:00', to: '16:30' },
  ];
  for (const text of [
    '08.00–12.00, 13.00–16.30',
    '8:00-12:00;13:00 - 16:30',
    '08.00 s/d 12.00, 13.00 sampai 16.30',
  ])
    expect(readSpans(text)).toEqual(want);
  expect(writeSpans(want)).toBe('08.00–12.00, 13.00–16.30');
  expect(readSpans('  ')).toEqual([]);
  for (const text of ['pagi', '08.00', '08.00–', '8–12']) expect(readSpans(text)).toBeUndefined();
});
