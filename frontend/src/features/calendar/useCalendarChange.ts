import { useMutation, useQueryClient } from '@tanstack/react-query';
import { calendarKey } from '~/api/calendar';
import { isOutdated } from '~/api/problem';

/** A change of the working time. Afterwards, and when it was outdated, all that tells about it is read again. */
export function useCalendarChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: calendarKey });
  return useMutation({
    mutationFn: change,
    onSuccess: refresh,
    onError: (error) => {
      if (isOutdated(error)) void refresh();
    },
  });
}
