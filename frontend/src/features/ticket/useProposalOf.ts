import { useInfiniteQuery } from '@tanstack/react-query';
import { proposalService } from '~/api/proposalStates';
import { proposalsQuery } from '~/api/recommendations';
import type { Ticket } from '~/api/types';
import { awaitsFirstAnswer } from '~/lib/firstAnswer';

/** The proposal that a request was filed with, and whether it is still waited for. */
export function useProposalOf({ number, service_type }: Ticket) {
  const found = useInfiniteQuery({
    ...proposalsQuery({ ticket: number }),
    enabled: service_type.code === proposalService,
  });
  return { proposal: found.data?.pages[0]?.items[0], awaited: awaitsFirstAnswer(found) };
}
