import { useQuery } from '@tanstack/react-query';
import { recomputationQuery } from '~/api/calendar';
import { useWords } from '~/i18n/useWords';
import { Notice } from '~/ui/Notice';
import { calendarWords } from './words';

/** How far the due times of open requests have been computed after the last change. */
export function RecomputationNotice() {
  const w = useWords(calendarWords);
  const { data } = useQuery(recomputationQuery());
  if (!data || (data.total === 0 && !data.running)) return null;
  if (!data.running)
    return (
      <Notice tone="positive" live>
        {w('recomputed', { computed: data.computed, moved: data.moved })}
      </Notice>
    );
  return (
    <Notice tone="info" live>
      {data.started_at
        ? w('recomputing', { computed: data.computed, total: data.total })
        : w('waiting', { count: data.left })}
    </Notice>
  );
}
