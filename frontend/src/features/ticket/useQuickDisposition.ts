import { useMutation, useQueryClient } from '@tanstack/react-query';
import { disposeWith, type SeenTicket, withdrawLast } from '~/api/inbox';
import { ticketsKey } from '~/api/tickets';
import type { RecipientChoice } from '~/api/types';

/** What a quick disposition says; it becomes part of an official paper, so it is not translated. */
export const quickInstruction = 'Tindak lanjuti sesuai ketentuan.';

/**
 * Disposes with one tap, and takes that back. The disposition is sent at once and undone by withdrawing it, so
 * that neither a closed tab nor a lost connection leaves the person believing in something that did not happen.
 */
export function useQuickDisposition(onUndone: (number: string) => void) {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: ticketsKey });
  const undo = useMutation({
    mutationFn: withdrawLast,
    onSuccess: async (_, { number }) => {
      send.reset();
      await refresh();
      onUndone(number);
    },
    onError: refresh,
  });
  const send = useMutation({
    mutationFn: ({ ticket, to }: { ticket: SeenTicket; to: RecipientChoice }) =>
      disposeWith(ticket, to, quickInstruction),
    onMutate: () => undo.reset(),
    onSettled: refresh,
  });
  return { send, undo };
}
