import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type TicketFilter, ticketsQuery } from '~/api/tickets';
import type { TicketSummary } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { PagedList } from '~/ui/PagedList';
import { EmptyState } from '~/ui/states';

interface TicketResultsProps {
  filter: TicketFilter;
  /** Whether nothing found means that the filters leave nothing. */
  filtered: boolean;
  /** What is said where there is nothing at all. */
  empty: ReactNode;
  children(rows: readonly TicketSummary[]): ReactNode;
}

/** Requests, page after page. */
export function TicketResults({ filter, filtered, empty, children }: TicketResultsProps) {
  const { t } = useI18n();
  const list = useInfiniteQuery(ticketsQuery(filter));
  return (
    <PagedList
      list={list}
      empty={filtered ? <EmptyState title={t('tickets.noMatch')} text={t('tickets.noMatchText')} /> : empty}
    >
      {children}
    </PagedList>
  );
}
