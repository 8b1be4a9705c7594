import { useQuery } from '@tanstack/react-query';
import { type Proposal, type Review, reviewsQuery } from '~/api/recommendations';

const none: readonly Review[] = [];

/** What the office said of a proposal; nothing is said of a draft. */
export function useReviews(id: string, state: Proposal['state']) {
  return useQuery({ ...reviewsQuery(id), enabled: state !== 'draft' });
}

/** What the office said of the last submission, as far as the reader may see it; nothing of a draft. */
export function useLastReviews({ id, state, submissions }: Proposal): readonly Review[] {
  const { data } = useReviews(id, state);
  return data ? data.filter(({ submission }) => submission === submissions) : none;
}

/** The reviews of the newest submission that was reviewed at all. */
export function lastReviews(reviews: readonly Review[]): readonly Review[] {
  const last = Math.max(0, ...reviews.map(({ submission }) => submission));
  return reviews.filter(({ submission }) => submission === last);
}
