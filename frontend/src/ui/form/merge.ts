import { sameAnswer } from './changes';
import type { Answers } from './types';

export interface Merged {
  /** Everything that only one of the two has changed; of what both have changed, mine. */
  answers: Answers;
  /** The keys that both have changed, differently: somebody must choose. */
  both: string[];
}

/** Two people have gone on from the same answers. What only one of them has changed is taken from that one. */
export function mergeAnswers(base: Answers, mine: Answers, theirs: Answers): Merged {
  const answers: Record<string, unknown> = {};
  const both: string[] = [];
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const changedByMe = !sameAnswer(base[key], mine[key]);
    const changedByThem = !sameAnswer(base[key], theirs[key]);
    const value = changedByMe ? mine[key] : theirs[key];
    if (value !== undefined) answers[key] = value;
    if (changedByMe && changedByThem && !sameAnswer(mine[key], theirs[key])) both.push(key);
  }
  return { answers, both };
}

/** Whether the answers say the same, however they are ordered. */
export const sameAnswers = (one: Answers, other: Answers): boolean =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => sameAnswer(one[key], other[key]));
