import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { organisationsQuery } from '~/api/inbox';
import { proposalStates } from '~/api/proposalStates';
import { type ProposalSummary, proposalsQuery } from '~/api/recommendations';
import { mayDo, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useUrlText } from '~/lib/useUrlText';
import { type Column, DataTable } from '~/ui/DataTable';
import { PlusIcon, SearchIcon } from '~/ui/icons';
import { LinkButton } from '~/ui/LinkButton';
import { LoadMore } from '~/ui/LoadMore';
import { Page } from '~/ui/Page';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import { ProposalBadge } from './ProposalBadge';
import classes from './ProposalsPage.module.css';
import { useYears } from './useYears';
import { proposalWords } from './words';

const route = getRouteApi('/signed-in/rekomendasi');

/** The proposals of an agency; for the office, those that were submitted. */
export function ProposalsPage() {
  const w = useWords(proposalWords);
  const { user } = useSession();
  const writes = mayDo(user, 'recommendation.write');
  return (
    <Page
      title={w('title')}
      lead={w(writes ? 'listLead' : 'officeLead')}
      actions={
        writes ? (
          <LinkButton to="/rekomendasi/baru" leftSection={<PlusIcon size={18} />}>
            {w('create')}
          </LinkButton>
        ) : (
          mayDo(user, 'recommendation.statistics') && (
            <LinkButton to="/rekomendasi/statistik" variant="default">
              {w('statistics')}
            </LinkButton>
          )
        )
      }
    >
      <Filters ofAgencies={!writes} />
      <Results writes={writes} />
    </Page>
  );
}

/** What the list is narrowed by, and the years to choose from. */
function useFilter() {
  const search = route.useSearch();
  const { year, years } = useYears(search.year);
  return { search: { ...search, year }, years };
}

function Filters({ ofAgencies }: { ofAgencies: boolean }) {
  const { t } = useI18n();
  const w = useWords(proposalWords);
  const { search, years } = useFilter();
  const navigate = route.useNavigate();
  const change = (part: Partial<typeof search>) =>
    navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  const [query, setQuery] = useUrlText(search.q, (q) => change({ q }));
  const agencies = useQuery({ ...organisationsQuery(), enabled: ofAgencies });
  const filtered = Object.values(search).some((value) => value !== undefined);
  return (
    <search className={`${classes.filters} no-print`}>
      <TextInput
        type="search"
        label={t('common.search')}
        placeholder={w('searchPlaceholder')}
        leftSection={<SearchIcon />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        className={classes.query}
      />
      <NativeSelect
        label={w('state')}
        value={search.state ?? ''}
        onChange={(event) =>
          change({ state: (event.currentTarget.value || undefined) as typeof search.state })
        }
        data={[
          { value: '', label: w('allStates') },
          ...proposalStates
            .filter((state) => !ofAgencies || state !== 'draft')
            .map((state) => ({ value: state, label: w(`state.${state}`) })),
        ]}
      />
      <NativeSelect
        label={w('year')}
        value={String(search.year ?? '')}
        onChange={(event) => change({ year: Number(event.currentTarget.value) || undefined })}
        data={[
          { value: '', label: w('allYears') },
          ...years.map((year) => ({ value: String(year), label: String(year) })),
        ]}
      />
      {ofAgencies && (
        <NativeSelect
          label={w('agency')}
          value={search.agency ?? ''}
          onChange={(event) => change({ agency: event.currentTarget.value || undefined })}
          className={classes.query}
          data={[
            { value: '', label: w('allAgencies') },
            ...(agencies.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      {filtered && (
        <div className={classes.query}>
          <Button
            variant="subtle"
            size="compact-md"
            onClick={() => {
              setQuery('');
              navigate({ search: {}, replace: true });
            }}
          >
            {t('common.clearFilters')}
          </Button>
        </div>
      )}
    </search>
  );
}

function Results({ writes }: { writes: boolean }) {
  const { format } = useI18n();
  const w = useWords(proposalWords);
  const { search } = useFilter();
  const list = useInfiniteQuery(proposalsQuery(search));
  const rows = list.data?.pages.flatMap((page) => page.items);
  if (list.isPending) return <LoadingState lines={5} />;
  if (!rows) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (rows.length === 0) {
    if (Object.values(search).some((value) => value !== undefined))
      return <EmptyState title={w('noMatch')} text={w('noMatchText')} />;
    return (
      <EmptyState
        title={w('empty')}
        text={w(writes ? 'emptyText' : 'officeEmptyText')}
        action={writes && <LinkButton to="/rekomendasi/baru">{w('create')}</LinkButton>}
      />
    );
  }
  const columns: Column<ProposalSummary>[] = [
    {
      key: 'name',
      title: w('name'),
      primary: true,
      cell: ({ id, number, title, proposal }) => (
        <>
          <Link to="/rekomendasi/$id" params={{ id }} className={classes.name}>
            {title}
          </Link>
          <div className={classes.number}>
            {number} · {w(`proposal.${proposal}`)}
          </div>
        </>
      ),
    },
    ...(writes
      ? []
      : [{ key: 'agency', title: w('agency'), cell: (row: ProposalSummary) => row.organisation.name }]),
    {
      key: 'state',
      title: w('state'),
      cell: ({ state }) => (
        <span className={classes.state}>
          <ProposalBadge state={state} />
        </span>
      ),
    },
    {
      key: 'progress',
      title: w(writes ? 'progress' : 'ticket'),
      cell: ({ complete, ticket }) =>
        ticket ? (
          <Link to="/permohonan/$number" params={{ number: ticket.number }} className={classes.ticket}>
            {ticket.number}
          </Link>
        ) : (
          w('progressOf', complete)
        ),
    },
    {
      key: 'changed',
      title: w('changed'),
      oneLine: true,
      cell: ({ changed_at }) => format.shortDate(changed_at),
    },
  ];
  return (
    <>
      <DataTable caption={w('title')} columns={columns} rows={rows} rowKey={({ id }) => id} />
      <LoadMore
        shown={rows.length}
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </>
  );
}
