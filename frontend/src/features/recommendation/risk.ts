import type { Risk, RiskLevel, RiskStatus } from '~/api/recommendations';
import type { Answers } from '~/ui/form/types';

/** A place in the matrix: likelihood and impact, 1 to 5 each. */
export interface Scores {
  likelihood: number;
  impact: number;
}

const scoreOf = (value: unknown): number | null => {
  const score = Number(value);
  return Number.isInteger(score) && score >= 1 && score <= 5 ? score : null;
};

/** What was chosen for a risk, before or after its treatment; null while one of the two is missing. */
export function scoresOf(answers: Answers, which: 'risk' | 'residual' = 'risk'): Scores | null {
  if (which === 'residual' && answers.residual !== true) return null;
  const start = which === 'residual' ? 'residual_' : '';
  const likelihood = scoreOf(answers[`${start}likelihood`]);
  const impact = scoreOf(answers[`${start}impact`]);
  return likelihood && impact ? { likelihood, impact } : null;
}

/** The besaran risiko from the table that the server gives (never a product); 0 while it is not known. */
export const magnitudeOf = (matrix: readonly (readonly number[])[], scores: Scores | null): number =>
  scores ? (matrix[scores.likelihood - 1]?.[scores.impact - 1] ?? 0) : 0;

export const levelOf = (levels: readonly RiskLevel[], magnitude: number): RiskLevel | undefined =>
  levels.find(({ from, to }) => from <= magnitude && magnitude <= to);

/** Whether the threshold says that a risk is to be treated; of a positive one nobody is told so. */
export const wantsTreatment = (answers: Answers, magnitude: number, threshold: number): boolean =>
  answers.kind === 'negative' && magnitude >= threshold;

/** The risks by the cell of the matrix that they stand in: `likelihood/impact`. */
export function risksByCell(risks: readonly Risk[], which: 'risk' | 'residual'): ReadonlyMap<string, Risk[]> {
  const cells = new Map<string, Risk[]>();
  for (const risk of risks) {
    const scores = scoresOf(risk.answers, which);
    if (!scores) continue;
    const cell = `${scores.likelihood}/${scores.impact}`;
    cells.set(cell, [...(cells.get(cell) ?? []), risk]);
  }
  return cells;
}

export const riskStatuses: readonly RiskStatus[] = ['open', 'treated', 'occurred', 'closed'];
