import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isOutdated } from '~/api/problem';

/** A change to a service. Afterwards, and when it was outdated, everything that tells about services is read again. */
export function useServiceChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['service-types'] });
  return useMutation({
    mutationFn: change,
    onSuccess: refresh,
    onError: (error) => {
      if (isOutdated(error)) void refresh();
    },
  });
}
