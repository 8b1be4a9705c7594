import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { endOtherSessions, endSession, mySignInsQuery, securityKey, sessionsQuery } from '~/api/account';
import type { Session } from '~/api/generated';
import { useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { type Column, DataTable } from '~/ui/DataTable';
import { LoadMore } from '~/ui/LoadMore';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { browserName, SignInList } from '~/ui/SignInList';
import { ErrorState, LoadingState } from '~/ui/states';
import { SecondFactorSection } from './SecondFactorSection';
import { securityWords } from './words';

/** One's own way in: the second factor, the sessions, and what happened to them. */
export function SecurityPage() {
  const w = useWords(securityWords);
  const { user } = useSession();
  return (
    <Page title={w('title')} lead={w('lead')} crumbs={[{ label: w('profile'), link: { to: '/profil' } }]}>
      {user?.needs_second_factor && <Notice tone="caution">{w('setupNeeded')}</Notice>}
      <SecondFactorSection />
      <SessionsSection />
      <HistorySection />
    </Page>
  );
}

function SessionsSection() {
  const w = useWords(securityWords);
  const { format } = useI18n();
  const queryClient = useQueryClient();
  const sessions = useQuery(sessionsQuery());
  const refresh = () => queryClient.invalidateQueries({ queryKey: securityKey });
  const end = useMutation({ mutationFn: endSession, onSettled: refresh });
  const endOthers = useMutation({ mutationFn: endOtherSessions, onSettled: refresh });
  const columns: Column<Session>[] = [
    {
      key: 'device',
      title: w('device'),
      primary: true,
      cell: ({ agent, current }) =>
        current ? `${browserName(agent)} (${w('current')})` : browserName(agent),
    },
    { key: 'used', title: w('lastUsed'), cell: ({ used_at }) => format.dateTime(used_at) },
    {
      key: 'since',
      title: w('since'),
      cell: ({ created_at }) => format.dateTime(created_at),
      wideOnly: true,
    },
    { key: 'address', title: w('address'), cell: ({ address }) => address },
    {
      key: 'end',
      title: w('end'),
      align: 'end',
      cell: ({ id, current, agent }) =>
        !current && (
          <Button
            variant="default"
            size="sm"
            aria-label={w('endNamed', { device: browserName(agent) })}
            loading={end.isPending && end.variables === id}
            onClick={() => end.mutate(id)}
          >
            {w('end')}
          </Button>
        ),
    },
  ];
  return (
    <Section
      title={w('sessions')}
      aside={
        (sessions.data?.length ?? 0) > 1 && (
          <Button
            variant="default"
            size="sm"
            loading={endOthers.isPending}
            onClick={() => endOthers.mutate()}
          >
            {w('endOthers')}
          </Button>
        )
      }
    >
      {endOthers.isSuccess && (
        <Notice tone="positive" live>
          {w('othersEnded')}
        </Notice>
      )}
      {sessions.isPending && <LoadingState lines={2} />}
      {sessions.isError && <ErrorState error={sessions.error} onRetry={() => sessions.refetch()} />}
      {sessions.data && (
        <DataTable caption={w('sessions')} columns={columns} rows={sessions.data} rowKey={({ id }) => id} />
      )}
    </Section>
  );
}

function HistorySection() {
  const w = useWords(securityWords);
  const history = useInfiniteQuery(mySignInsQuery());
  const items = history.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={w('history')}>
      <p>{w('historyText')}</p>
      {history.isPending && <LoadingState lines={4} />}
      {history.isError && <ErrorState error={history.error} onRetry={() => history.refetch()} />}
      {history.data && (
        <>
          <SignInList items={items} />
          {items.length > 0 && (
            <LoadMore
              shown={items.length}
              hasMore={history.hasNextPage}
              loading={history.isFetchingNextPage}
              onMore={() => history.fetchNextPage()}
            />
          )}
        </>
      )}
    </Section>
  );
}
