import type { RecommendationState } from './generated';

/** The service whose requests are filed with a proposal; some come with documents made elsewhere. */
export const proposalService = 'rekomendasi-aplikasi';

/** How a proposal may stand, in the usual order. */
export const proposalStates = [
  'draft',
  'submitted',
  'mending',
  'study',
  'decision',
  'approved_internally',
  'sent_to_ministry',
  'approved',
  'refused_by_office',
  'refused_by_ministry',
  'cancelled',
] as const satisfies RecommendationState[];
