import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import {
  type Proposal,
  proposalFormQuery,
  proposalQuery,
  type RecommendationForm,
  type Review,
  reviewsQuery,
  submissionQuery,
  type WholeSubmission,
} from '~/api/recommendations';
import { changedKeys } from '~/ui/form/changes';
import { answersIn, reviewsIn, type Subject, subjectsOf } from './subjects';

/** Everything that a review needs: the last submission, the one before it, and what was said of them. */
export interface Reviewing {
  proposal: Proposal;
  /** Which version of the proposal an action must be based on. */
  etag: string;
  forms: RecommendationForm;
  submitted: WholeSubmission;
  before: WholeSubmission | null;
  subjects: readonly Subject[];
  reviews: readonly Review[];
  /** Of the last submission, by subject. */
  reviewed: ReadonlyMap<string, Review>;
  /** The subjects that are not as they were in the submission before; none at the first. */
  changed: ReadonlySet<string>;
}

/** Loads it; `failed` is the query that could not be read, to be tried again. */
export function useReviewing(id: string) {
  const proposal = useQuery(proposalQuery(id));
  const forms = useQuery(proposalFormQuery());
  const reviews = useQuery(reviewsQuery(id));
  const n = proposal.data?.proposal.submissions ?? 0;
  const submitted = useQuery({ ...submissionQuery(id, n), enabled: n > 0 });
  const before = useQuery({ ...submissionQuery(id, n - 1), enabled: n > 1 });
  const reviewing = useMemo((): Reviewing | null => {
    if (!proposal.data || !forms.data || !reviews.data || !submitted.data) return null;
    if (n > 1 && !before.data) return null;
    const earlier = before.data ?? null;
    const subjects = subjectsOf(forms.data, submitted.data);
    return {
      ...proposal.data,
      forms: forms.data,
      submitted: submitted.data,
      before: earlier,
      subjects,
      reviews: reviews.data,
      reviewed: reviewsIn(reviews.data, n),
      changed: new Set(
        earlier
          ? subjects
              .filter(
                ({ key, point, answers }) =>
                  changedKeys(point.form, answersIn(earlier, key), answers).length > 0,
              )
              .map(({ key }) => key)
          : [],
      ),
    };
  }, [proposal.data, forms.data, reviews.data, submitted.data, before.data, n]);
  return {
    reviewing,
    failed: [proposal, forms, reviews, submitted, before].find(({ isError }) => isError) ?? null,
  };
}
