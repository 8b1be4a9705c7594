import { expect, it } from 'vitest';
import { mergeAnswers, sameAnswers } from './merge';

const base = { title: 'Antrean', purpose: 'Lama', parties: [{ name: 'RSUD', role: 'pemilik' }] };

it('takes from each what only that one has changed', () => {
  const mine = { ...base, title: 'Antrean Terpadu', scope: 'Poliklinik' };
  const theirs = { ...base, purpose: 'Baru' };
  expect(mergeAnswers(base, mine, theirs)).toEqual({
    answers: { ...base, title: 'Antrean Terpadu', purpose: 'Baru', scope: 'Poliklinik' },
    both: [],
  });
});

it('names what both have changed differently, and keeps mine there', () => {
  const mine = { ...base, purpose: 'Punya saya', title: 'Sama' };
  const theirs = { ...base, purpose: 'Punya rekan', title: 'Sama' };
  expect(mergeAnswers(base, mine, theirs)).toEqual({ answers: mine, both: ['purpose'] });
});

it('leaves out what one has taken away, and sees rows as one answer', () => {
  const { purpose, ...mine } = base;
  expect(mergeAnswers(base, mine, base)).toEqual({ answers: mine, both: [] });
  const reordered = { ...base, parties: [{ role: 'pemilik', name: 'RSUD' }] };
  expect(sameAnswers(base, reordered)).toBe(true);
  expect(sameAnswers({ ...base, empty: ' ' }, base)).toBe(true);
  expect(sameAnswers({ ...base, purpose }, mine)).toBe(false);
});
