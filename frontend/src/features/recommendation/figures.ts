import type { RecommendationCount } from '~/api/recommendationFigures';

/** What several counts come to. */
export interface Sum {
  key: string;
  proposals: number;
  cost: number;
}

/** Adds counts up by what they have in common, in the order in which that first comes up. */
export function sumsBy(
  counts: readonly RecommendationCount[],
  keyOf: (count: RecommendationCount) => string,
): Sum[] {
  const sums = new Map<string, Sum>();
  for (const count of counts) {
    const key = keyOf(count);
    const sum = sums.get(key) ?? { key, proposals: 0, cost: 0 };
    sum.proposals += count.proposals;
    sum.cost += count.cost;
    sums.set(key, sum);
  }
  return [...sums.values()];
}
