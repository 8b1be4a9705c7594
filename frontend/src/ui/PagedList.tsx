import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { LoadMore } from './LoadMore';
import { ErrorState, LoadingState } from './states';

interface PagedListProps<Row> {
  list: UseInfiniteQueryResult<InfiniteData<{ items: readonly Row[]; total?: number | undefined }>>;
  /** What is said where there is nothing. */
  empty: ReactNode;
  children(rows: readonly Row[]): ReactNode;
}

/** A list in all its states: loading, failed, empty, and page after page. */
export function PagedList<Row>({ list, empty, children }: PagedListProps<Row>) {
  const rows = list.data?.pages.flatMap((page) => page.items);
  if (list.isPending) return <LoadingState lines={8} height={56} />;
  if (!rows) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (rows.length === 0) return empty;
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
