import { expect, it } from 'vitest';
import { changedRows } from './changes';

const row = (name: string, role = 'pemilik') => ({ name, role });

it.each([
  ['nothing', [row('a'), row('b')], [row('a'), row('b')], []],
  ['one changed row', [row('a'), row('b'), row('c')], [row('a'), row('b', 'pengguna'), row('c')], [[2, 2]]],
  ['a row added in the middle', [row('a'), row('c')], [row('a'), row('b'), row('c')], [[0, 2]]],
  ['a row removed at the start', [row('a'), row('b')], [row('b')], [[1, 0]]],
  [
    'the first written and the last taken away',
    [row('a'), row('b')],
    [row('z'), row('a')],
    [
      [0, 1],
      [2, 0],
    ],
  ],
  ['a list that was empty', [], [row('a')], [[0, 1]]],
])('shows of a list %s', (_, before, after, want) => {
  expect(
    changedRows(before, after).map((change) => [change.before?.number ?? 0, change.after?.number ?? 0]),
  ).toEqual(want);
});
