import { describe, expect, it } from 'vitest';
import type { Point, RecommendationForm, Review, WholeSubmission } from '~/api/recommendations';
import { answersIn, earlierReviews, nextUnreviewed, reviewsIn, subjectsOf } from './subjects';

const point = (key: string, document: string, number: number) => ({ key, document, number }) as Point;
const forms = {
  points: [point('identity', 'identity', 0), point('needs-1', 'needs', 1)],
  risk: point('risk', 'risks', 0),
} as RecommendationForm;
const submitted: WholeSubmission = {
  n: 2,
  at: '2026-11-22T00:00:00Z',
  by: { id: 'u', name: 'Siti' },
  forms: '',
  documents: [],
  content: {
    points: { identity: { application: 'Antrean' } },
    risks: [
      { id: 'a', answers: { event: 'Server mati' } },
      { id: 'b', answers: { event: 'Data bocor' } },
    ],
  },
};
const review = (key: string, submission: number) => ({ key, submission }) as Review;
const reviews = [review('needs-1', 1), review('identity', 2), review('risk-b', 2), review('needs-1', 0)];

describe('what is reviewed of a submission', () => {
  it('is every point, answered or not, and every risk, in order', () => {
    const subjects = subjectsOf(forms, submitted);
    expect(subjects.map(({ key, number }) => [key, number])).toEqual([
      ['identity', 0],
      ['needs-1', 1],
      ['risk-a', 1],
      ['risk-b', 2],
    ]);
    expect(subjects[1]?.answers).toEqual({});
    expect(answersIn(submitted, 'risk-b')).toEqual({ event: 'Data bocor' });
    expect(answersIn(submitted, 'risk-gone')).toEqual({});
  });

  it('has the reviews of its own submission, and those of earlier ones beside them', () => {
    expect([...reviewsIn(reviews, 2).keys()]).toEqual(['identity', 'risk-b']);
    expect(earlierReviews(reviews, 'needs-1', 2).map(({ submission }) => submission)).toEqual([1, 0]);
  });

  it('leads to the next one without a review, and begins again at the end', () => {
    const subjects = subjectsOf(forms, submitted);
    const reviewed = reviewsIn(reviews, 2);
    expect(nextUnreviewed(subjects, reviewed, 'identity')?.key).toBe('needs-1');
    expect(nextUnreviewed(subjects, reviewed, 'risk-a')?.key).toBe('needs-1');
    const all = reviewsIn(
      subjects.map(({ key }) => review(key, 2)),
      2,
    );
    expect(nextUnreviewed(subjects, all, 'identity')).toBeUndefined();
  });
});
