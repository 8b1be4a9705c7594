import { NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type AgendaFilter, agendaFile, agendaQuery } from '~/api/inbox';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { office } from '~/lib/office';
import { wallClock } from '~/lib/officeTime';
import { useUrlText } from '~/lib/useUrlText';
import { DataTable } from '~/ui/DataTable';
import { DateField } from '~/ui/DateField';
import { DownloadButton } from '~/ui/DownloadButton';
import { SearchIcon } from '~/ui/icons';
import { LoadMore } from '~/ui/LoadMore';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { StatusBadge } from '~/ui/StatusBadge';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import classes from './AgendaPage.module.css';
import { inboxWords } from './inboxWords';
import { useActorName } from './useActorName';

const route = getRouteApi('/signed-in/buku-agenda');

/** The longest range that the server reads, in milliseconds. */
const longest = 366 * 86_400_000;

/** The register of what came in and of what was answered, for a range of dates. */
export function AgendaPage() {
  const { t } = useI18n();
  const w = useWords(inboxWords);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<typeof search>) =>
    navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  const [query, setQuery] = useUrlText(search.q, (q) => change({ q }));
  const today = wallClock(new Date(), office.timeZone).date;
  const filter: AgendaFilter = {
    book: search.book ?? 'incoming',
    from: search.from ?? `${today.slice(0, 8)}01`,
    to: search.to ?? today,
    ...(search.q && { q: search.q }),
  };
  const span = Date.parse(filter.to) - Date.parse(filter.from);
  const valid = span >= 0 && span <= longest;

  return (
    <Page title={w('agenda.title')} lead={w('agenda.lead')}>
      <search className={`${classes.filters} no-print`}>
        <NativeSelect
          label={w('agenda.book')}
          value={filter.book ?? 'incoming'}
          onChange={(event) =>
            change({ book: event.currentTarget.value === 'outgoing' ? 'outgoing' : undefined })
          }
          data={[
            { value: 'incoming', label: w('agenda.incoming') },
            { value: 'outgoing', label: w('agenda.outgoing') },
          ]}
        />
        <DateField
          label={t('tickets.from')}
          value={filter.from}
          onChange={(event) => change({ from: event.currentTarget.value || undefined })}
        />
        <DateField
          label={t('tickets.to')}
          value={filter.to}
          onChange={(event) => change({ to: event.currentTarget.value || undefined })}
        />
        <TextInput
          type="search"
          label={t('common.search')}
          placeholder={w('agenda.search')}
          leftSection={<SearchIcon />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      </search>
      {valid ? (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's */}
          <div role="group" aria-label={w('agenda.export')} className={`${classes.exports} no-print`}>
            {(['csv', 'xlsx', 'pdf'] as const).map((format) => (
              <DownloadButton
                key={format}
                file={agendaFile(filter, format)}
                size="sm"
                variant="default"
                aria-label={`${w('agenda.export')} ${format.toUpperCase()}`}
              >
                {format.toUpperCase()}
              </DownloadButton>
            ))}
          </div>
          <Register filter={filter} />
        </>
      ) : (
        <Notice tone="caution" live>
          {w('agenda.range')}
        </Notice>
      )}
    </Page>
  );
}

function Register({ filter }: { filter: AgendaFilter }) {
  const { t, format } = useI18n();
  const w = useWords(inboxWords);
  const actorName = useActorName();
  const list = useInfiniteQuery(agendaQuery(filter));
  const rows = list.data?.pages.flatMap((page) => page.items);
  if (list.isPending) return <LoadingState lines={8} />;
  if (!rows) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (rows.length === 0) return <EmptyState title={w('agenda.empty')} text={w('agenda.emptyText')} />;
  return (
    <>
      <DataTable
        caption={w('agenda.title')}
        rows={rows}
        rowKey={(entry) => entry.number}
        columns={[
          {
            key: 'number',
            title: w('agenda.number'),
            primary: true,
            cell: (entry) => (
              <>
                {entry.intake && <div>{entry.intake.agenda_number}</div>}
                <Link to="/permohonan/$number" params={{ number: entry.number }} className={classes.number}>
                  {entry.number}
                </Link>
              </>
            ),
          },
          {
            key: 'received',
            title: w('agenda.received'),
            cell: (entry) => (
              <>
                <div>{format.shortDate(entry.received_at)}</div>
                <span className={classes.quiet}>{format.time(entry.received_at)}</span>
              </>
            ),
          },
          {
            key: 'from',
            title: w('agenda.from'),
            cell: ({ organisation, applicant }) => (
              <>
                {organisation && <div>{organisation}</div>}
                {applicant}
              </>
            ),
          },
          {
            key: 'letter',
            title: w('agenda.letter'),
            cell: ({ intake }) =>
              intake &&
              (intake.letter_number || intake.letter_date) && (
                <>
                  <div className={classes.letter}>{intake.letter_number}</div>
                  {intake.letter_date && format.shortDate(intake.letter_date)}
                </>
              ),
          },
          {
            key: 'subject',
            title: t('tickets.subject'),
            cell: (entry) => (
              <>
                <div className={classes.subject}>{entry.subject}</div>
                <span className={classes.quiet}>{entry.service}</span>
              </>
            ),
          },
          {
            key: 'disposed',
            title: w('agenda.disposedTo'),
            cell: (entry) => entry.disposed_to && actorName(entry.disposed_to),
          },
          {
            key: 'status',
            title: t('tickets.status'),
            cell: (entry) => (
              <>
                <StatusBadge status={entry.status} outcome={entry.outcome} />
                {entry.answered_at && (
                  <div className={classes.quiet}>
                    {w('agenda.answered')}: {format.shortDate(entry.answered_at)}
                  </div>
                )}
              </>
            ),
          },
        ]}
      />
      <LoadMore
        shown={rows.length}
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onMore={() => list.fetchNextPage()}
      />
    </>
  );
}
