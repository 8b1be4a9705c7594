import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isOutdated } from '~/api/problem';
import {
  type Action,
  type ActionInputs,
  act,
  ticketQuery,
  ticketsKey,
  type VersionedTicket,
} from '~/api/tickets';

/**
 * One action on a request, based on the version on the screen. When somebody else was faster, the request is
 * read again and what was typed stays, so that the person can look and send it once more.
 */
export function useTicketAction<Name extends Action>(
  { ticket, etag }: VersionedTicket,
  action: Name,
  onDone: () => void,
) {
  const queryClient = useQueryClient();
  const [fraction, setFraction] = useState<number | null>(null);
  const mutation = useMutation({
    mutationFn: (input: ActionInputs[Name]) =>
      act(ticket.number, action, input, { etag, onProgress: setFraction }),
    onSettled: () => setFraction(null),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ticketsKey });
      onDone();
    },
    onError: (error) =>
      isOutdated(error)
        ? queryClient.invalidateQueries({ queryKey: ticketQuery(ticket.number).queryKey })
        : undefined,
  });
  return { ...mutation, fraction };
}
