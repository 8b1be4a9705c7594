import { useInfiniteQuery } from '@tanstack/react-query';
import { proposalsQuery } from '~/api/recommendations';
import type { Ticket } from '~/api/types';
import { awaitsFirstAnswer } from '~/lib/firstAnswer';

/** The service whose requests are mostly filed with a proposal. */
const proposalService = 'rekomendasi-aplikasi';

/** The proposal that a request was filed with, once it is known; some come with documents made elsewhere. */
export function useProposalOf({ number, service_type }: Ticket) {
  const found = useInfiniteQuery({
    ...proposalsQuery({ ticket: number }),
    enabled: service_type.code === proposalService,
  });
  return { proposal: found.data?.pages[0]?.items[0], awaited: awaitsFirstAnswer(found) };
}
