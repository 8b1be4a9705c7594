import { Button, Title } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { countsQuery } from '~/api/inbox';
import { type TicketFilter, ticketsQuery } from '~/api/tickets';
import type { TicketCounts } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { DueDate } from '~/ui/DueDate';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import classes from './InboxBoard.module.css';
import { boardFilter, type InboxSearch } from './inboxSearch';
import { inboxWords } from './inboxWords';
import { TicketLink } from './TicketTable';

/** Open requests by the step at which they stand. */
export function InboxBoard({ search }: { search: InboxSearch }) {
  const w = useWords(inboxWords);
  const filter = boardFilter(search);
  const counts = useQuery(countsQuery(filter));
  if (counts.isPending) return <LoadingState lines={4} height={96} />;
  if (!counts.data) return <ErrorState error={counts.error} onRetry={() => counts.refetch()} />;
  if (counts.data.steps.length === 0) return <EmptyState title={w('stepsEmpty')} text={w('boardEmpty')} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={w('boardName')} tabIndex={0} className={classes.board}>
      {counts.data.steps.map((step) => (
        <Column key={step.key} step={step} filter={filter} />
      ))}
    </section>
  );
}

/** Cards that a column shows at first, and each time more are asked for. */
const columnPage = 10;

/** One step; its cards are fetched when it comes into view. */
function Column({ step, filter }: { step: TicketCounts['steps'][number]; filter: TicketFilter }) {
  const { t, format, label } = useI18n();
  const w = useWords(inboxWords);
  const headingId = useId();
  // Services that share a step may name it differently: then what they agree on names the column.
  const shared = [step.kind && w(`kind.${step.kind}`), step.role && label('role', step.role)].filter(Boolean);
  const name = step.name ?? (shared.join(' – ') || step.key);
  const { ref, entry } = useIntersection({ rootMargin: '200px' });
  const list = useInfiniteQuery({
    ...ticketsQuery({ ...filter, open: true, step: step.key, sort: 'due_at' }, columnPage),
    enabled: entry?.isIntersecting ?? false,
  });
  const rows = list.data?.pages.flatMap((page) => page.items);
  return (
    <section ref={ref} aria-labelledby={headingId} className={classes.column}>
      <header className={classes.head}>
        <Title order={2} size="h6" id={headingId}>
          {name}
        </Title>
        <span className={classes.count}>{format.number(step.count)}</span>
      </header>
      {!rows && !list.isError && <LoadingState lines={2} height={72} />}
      {!rows && list.isError && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {rows && (
        <ul className={classes.cards}>
          {rows.map((ticket) => (
            <li key={ticket.number}>
              <TicketLink ticket={ticket} />
              <div className={classes.facts}>{ticket.organisation?.name ?? ticket.applicant.name}</div>
              <DueDate dueAt={ticket.due_at} closed={false} paused={ticket.returned} />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button
          variant="subtle"
          fullWidth
          loading={list.isFetchingNextPage}
          onClick={() => list.fetchNextPage()}
        >
          {t('common.loadMore')}
          <span className="visually-hidden">: {name}</span>
        </Button>
      )}
    </section>
  );
}
