import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type TicketFilter, ticketsQuery } from '~/api/tickets';
import type { TicketSummary } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { LoadMore } from '~/ui/LoadMore';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';

interface TicketResultsProps {
  filter: TicketFilter;
  /** Whether nothing found means that the filters leave nothing. */
  filtered: boolean;
  /** What is said where there is nothing at all. */
  empty: ReactNode;
  children(rows: readonly TicketSummary[]): ReactNode;
}

/** A list of requests in all its states: loading, failed, empty, and page after page. */
export function TicketResults({ filter, filtered, empty, children }: TicketResultsProps) {
  const { t } = useI18n();
  const list = useInfiniteQuery(ticketsQuery(filter));
  const rows = list.data?.pages.flatMap((page) => page.items);
  if (list.isPending) return <LoadingState lines={8} height={56} />;
  if (!rows) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (rows.length === 0)
    return filtered ? <EmptyState title={t('tickets.noMatch')} text={t('tickets.noMatchText')} /> : empty;
  return (
    <>
      {children(rows)}
      <LoadMore
        shown={rows.length}
        total={list.data?.pages[0]?.total}
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </>
  );
}
