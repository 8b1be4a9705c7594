import { expect, it } from 'vitest';
import { niceCeiling } from './chartScale';

it.each([
  [0, 2],
  [1, 2],
  [3, 4],
  [7, 8],
  [9, 10],
  [11, 20],
  [45, 60],
  [81, 100],
  [1234, 2000],
])('puts the top line for %i at %i', (value, top) => {
  expect(niceCeiling(value)).toBe(top);
});
