import { expect, test } from 'vitest';
import type { RecommendationCount } from '~/api/recommendationFigures';
import { sumsBy } from './figures';

const count = (name: string, year: number, proposals: number, cost: number): RecommendationCount => ({
  organisation: { id: name, name },
  year,
  state: 'submitted',
  proposals,
  cost,
});

test('counts are added up by what they have in common', () => {
  const counts = [count('A', 2027, 2, 10), count('B', 2027, 1, 5), count('A', 2028, 3, 0)];
  expect(sumsBy(counts, ({ organisation }) => organisation.name)).toEqual([
    { key: 'A', proposals: 5, cost: 10 },
    { key: 'B', proposals: 1, cost: 5 },
  ]);
  expect(sumsBy(counts, ({ year }) => String(year)).map(({ key, proposals }) => [key, proposals])).toEqual([
    ['2027', 3],
    ['2028', 3],
  ]);
  expect(sumsBy([], () => '')).toEqual([]);
});
