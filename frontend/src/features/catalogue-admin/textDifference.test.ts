import { expect, it } from 'vitest';
import { textDifference } from './textDifference';

const shown = (before: string, after: string) =>
  textDifference(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : `${kind === 'added' ? '+' : '-'}[${text}]`))
    .join('');

it.each([
  ['', '', ''],
  ['sama saja', 'sama saja', 'sama saja'],
  ['', 'baru', '+[baru]'],
  ['lama', '', '-[lama]'],
  ['paling lama 3 hari kerja', 'paling lama 5 hari kerja', 'paling lama -[3 ]+[5 ]hari kerja'],
  ['surat dinas', 'surat dari dinas', 'surat +[dari ]dinas'],
  ['satu\n\ndua tiga', 'satu\n\ntiga', 'satu\n\n-[dua ]tiga'],
])('from %j to %j', (before, after, expected) => {
  expect(shown(before, after)).toBe(expected);
});

it('gives both texts back, however they differ', () => {
  const before = ' a b c d e f';
  const after = ' a c x e f g';
  const pieces = textDifference(before, after);
  const without = (kind: string) =>
    pieces
      .filter((piece) => piece.kind !== kind)
      .map(({ text }) => text)
      .join('');
  expect(without('added').replace(/\s+/g, ' ').trim()).toBe(before.trim());
  expect(without('removed').replace(/\s+/g, ' ').trim()).toBe(after.trim());
});

it('shows texts that are too long one after the other', () => {
  const long = 'kata '.repeat(2000);
  expect(textDifference(long, `${long}akhir`).map(({ kind }) => kind)).toEqual(['removed', 'added']);
});
