import { expect, it } from 'vitest';
import type { Risk, RiskLevel } from '~/api/recommendations';
import { levelOf, magnitudeOf, risksByCell, scoresOf, wantsTreatment } from './risk';

// As the server gives them (api/recommendation/risk.go), shortened.
const matrix = [
  [1, 3, 5, 8, 20],
  [2, 7, 11, 13, 21],
  [4, 10, 14, 17, 22],
  [6, 12, 16, 19, 24],
  [9, 15, 18, 23, 25],
];
const levels = [
  { code: 'very_low', from: 1, to: 5 },
  { code: 'very_high', from: 21, to: 25 },
] as RiskLevel[];

it('looks magnitudes up, likelihood first, and never multiplies', () => {
  expect(magnitudeOf(matrix, { likelihood: 1, impact: 5 })).toBe(20);
  expect(magnitudeOf(matrix, { likelihood: 5, impact: 1 })).toBe(9);
  expect(magnitudeOf(matrix, null)).toBe(0);
});

it('knows the scores only when both are chosen, and the residual ones only where something is left', () => {
  expect(scoresOf({ likelihood: '3', impact: '4' })).toEqual({ likelihood: 3, impact: 4 });
  expect(scoresOf({ likelihood: '3' })).toBeNull();
  expect(scoresOf({ likelihood: '6', impact: '1' })).toBeNull();
  const residual = { residual_likelihood: '2', residual_impact: '1' };
  expect(scoresOf(residual, 'residual')).toBeNull();
  expect(scoresOf({ ...residual, residual: true }, 'residual')).toEqual({ likelihood: 2, impact: 1 });
});

it('finds the level at both of its borders', () => {
  expect([1, 5, 21, 25].map((magnitude) => levelOf(levels, magnitude)?.code)).toEqual([
    'very_low',
    'very_low',
    'very_high',
    'very_high',
  ]);
  expect(levelOf(levels, 0)).toBeUndefined();
});

it('asks for treatment of a negative risk from the threshold on', () => {
  expect(wantsTreatment({ kind: 'negative' }, 11, 11)).toBe(true);
  expect(wantsTreatment({ kind: 'negative' }, 10, 11)).toBe(false);
  expect(wantsTreatment({ kind: 'positive' }, 25, 11)).toBe(false);
});

it('puts each risk into its cell', () => {
  const risk = (number: number, likelihood: string, impact: string) =>
    ({ number, answers: { likelihood, impact } }) as unknown as Risk;
  const cells = risksByCell([risk(1, '2', '3'), risk(2, '2', '3'), risk(3, '', '')], 'risk');
  expect([...cells].map(([cell, risks]) => [cell, risks.map(({ number }) => number)])).toEqual([
    ['2/3', [1, 2]],
  ]);
});
