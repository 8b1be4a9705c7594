import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { act, ticketsKey, ticketsQuery } from '~/api/tickets';
import type { TicketSummary } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useUrlText } from '~/lib/useUrlText';
import { DataTable } from '~/ui/DataTable';
import { DueDate } from '~/ui/DueDate';
import { describeError } from '~/ui/describeError';
import { SearchIcon } from '~/ui/icons';
import { LoadMore } from '~/ui/LoadMore';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { StatusBadge } from '~/ui/StatusBadge';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import { ToggleChip } from '~/ui/ToggleChip';
import classes from './InboxPage.module.css';
import { TicketLink } from './TicketTable';

const route = getRouteApi('/signed-in/kotak-masuk');

/** What waits for this officer, what runs out first on top; taking up works from the row. */
export function InboxPage() {
  const { t } = useI18n();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<typeof search>) =>
    navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  const [query, setQuery] = useUrlText(search.q, (q) => change({ q }));
  const list = useInfiniteQuery(
    ticketsQuery({
      holder: 'me',
      sort: 'due_at',
      q: search.q,
      status: search.show === 'new' ? 'waiting' : undefined,
      overdue: search.show === 'overdue' || undefined,
    }),
  );
  const rows = list.data?.pages.flatMap((page) => page.items);
  const filtered = search.q !== undefined || search.show !== undefined;
  const [taken, setTaken] = useState('');

  return (
    <Page title={t('inbox.title')} lead={t('inbox.lead')}>
      <search className={classes.filters}>
        <TextInput
          type="search"
          label={t('common.search')}
          placeholder={t('tickets.searchPlaceholder')}
          leftSection={<SearchIcon />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          className={classes.query}
        />
        <ToggleChip
          pressed={search.show === 'new'}
          onChange={(on) => change({ show: on ? 'new' : undefined })}
        >
          {t('inbox.new')}
        </ToggleChip>
        <ToggleChip
          pressed={search.show === 'overdue'}
          onChange={(on) => change({ show: on ? 'overdue' : undefined })}
        >
          {t('inbox.overdue')}
        </ToggleChip>
      </search>
      <p role="status" className={classes.taken}>
        {taken && t('inbox.takenUp', { number: taken })}
      </p>
      {list.isPending && <LoadingState lines={6} height={64} />}
      {list.isError && !rows && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {rows?.length === 0 &&
        (filtered ? (
          <EmptyState title={t('tickets.noMatch')} text={t('tickets.noMatchText')} />
        ) : (
          <EmptyState title={t('inbox.empty')} text={t('inbox.emptyText')} />
        ))}
      {rows && rows.length > 0 && (
        <>
          <DataTable
            caption={t('inbox.title')}
            rows={rows}
            rowKey={(ticket) => ticket.number}
            columns={[
              {
                key: 'number',
                title: t('tickets.number'),
                primary: true,
                cell: (ticket) => <TicketLink ticket={ticket} />,
              },
              { key: 'service', title: t('tickets.service'), cell: (ticket) => ticket.service_type.name },
              {
                key: 'applicant',
                title: t('tickets.applicant'),
                cell: (ticket) => ticket.organisation?.name ?? ticket.applicant.name,
              },
              { key: 'status', title: t('tickets.status'), cell: (ticket) => <StatusBadge {...ticket} /> },
              {
                key: 'due',
                title: t('tickets.due'),
                cell: (ticket) => (
                  <DueDate dueAt={ticket.due_at} closed={ticket.status === 'done'} paused={ticket.returned} />
                ),
              },
              {
                key: 'action',
                title: t('ticket.actions'),
                cell: (ticket) =>
                  ticket.allowed_actions.includes('take-up') && <TakeUp ticket={ticket} onTaken={setTaken} />,
              },
            ]}
          />
          <LoadMore
            shown={rows.length}
            total={list.data?.pages[0]?.total}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => list.fetchNextPage()}
          />
        </>
      )}
    </Page>
  );
}

function TakeUp({ ticket, onTaken }: { ticket: TicketSummary; onTaken(number: string): void }) {
  const { t } = useI18n();
  const queryClient = useQueryClient();
  const takeUp = useMutation({
    // In a list the version stands in for the ETag, which begins with it.
    mutationFn: () => act(ticket.number, 'take-up', {}, { etag: `"${ticket.version}"` }),
    onSuccess: () => {
      onTaken(ticket.number);
      return queryClient.invalidateQueries({ queryKey: ticketsKey });
    },
  });
  return (
    <div className={classes.takeUp}>
      <Button
        size="sm"
        variant="light"
        loading={takeUp.isPending}
        aria-label={t('inbox.takeUpNamed', { number: ticket.number })}
        onClick={() => takeUp.mutate()}
      >
        {t('inbox.takeUp')}
      </Button>
      {takeUp.isError && (
        <Notice tone="negative" live>
          {describeError(takeUp.error, t).text}
        </Notice>
      )}
    </div>
  );
}
