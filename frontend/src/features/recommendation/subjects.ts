import type {
  Point,
  PointDocument,
  Proposal,
  RecommendationForm,
  Review,
  WholeSubmission,
} from '~/api/recommendations';

/** What the office reviews: a point of a document, or a risk of the register. */
export interface Subject {
  /** The key of the point, or `risk-<id>`. */
  key: string;
  document: PointDocument;
  point: Point;
  /** Its place in its document, from 1; 0 where it has none. */
  number: number;
  answers: Record<string, unknown>;
}

const riskKey = (id: string): string => `risk-${id}`;

/** Everything of a submission that is reviewed, in the order of the documents. */
export function subjectsOf(forms: RecommendationForm, { content }: WholeSubmission): Subject[] {
  const points = forms.points.map((point) => ({
    key: point.key,
    document: point.document as PointDocument,
    point,
    number: point.number,
    answers: content.points[point.key] ?? {},
  }));
  const risks = content.risks.map(({ id, answers }, index) => ({
    key: riskKey(id),
    document: 'risks' as const,
    point: forms.risk,
    number: index + 1,
    answers,
  }));
  return [...points, ...risks];
}

/** What a submission said of a subject; nothing where it did not have it. */
export const answersIn = ({ content }: WholeSubmission, key: string): Record<string, unknown> =>
  content.points[key] ?? content.risks.find(({ id }) => riskKey(id) === key)?.answers ?? {};

/** The reviews of one submission, by their subjects. */
export const reviewsIn = (reviews: readonly Review[], n: number): ReadonlyMap<string, Review> =>
  new Map(reviews.filter(({ submission }) => submission === n).map((review) => [review.key, review]));

/** What was said of a subject at earlier submissions, the newest first. */
export const earlierReviews = (reviews: readonly Review[], key: string, n: number): readonly Review[] =>
  reviews
    .filter((review) => review.key === key && review.submission < n)
    .toSorted((a, b) => b.submission - a.submission);

/** The next subject without a review, after this one and then from the beginning; undefined where all have one. */
export function nextUnreviewed(
  subjects: readonly Subject[],
  reviewed: ReadonlyMap<string, Review>,
  key: string,
): Subject | undefined {
  const at = subjects.findIndex((subject) => subject.key === key);
  return [...subjects.slice(at + 1), ...subjects.slice(0, Math.max(at, 0))].find(
    (subject) => !reviewed.has(subject.key),
  );
}

/** Whether somebody of the office may say something of its points now. */
export const mayReview = ({ allowed_actions }: Proposal): boolean => allowed_actions.includes('reviews');
