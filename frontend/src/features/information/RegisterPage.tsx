import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { registerFile, registerQuery } from '~/api/information';
import type { InformationRegisterLine } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { type Column, DataTable } from '~/ui/DataTable';
import { DateField } from '~/ui/DateField';
import { DownloadButton } from '~/ui/DownloadButton';
import { informationWords } from '~/ui/informationWords';
import { ListFilters } from '~/ui/ListFilters';
import { Page } from '~/ui/Page';
import { PagedList } from '~/ui/PagedList';
import { StatusBadge } from '~/ui/StatusBadge';
import { EmptyState } from '~/ui/states';
import { ToggleChip } from '~/ui/ToggleChip';
import classes from './RegisterPage.module.css';

const route = getRouteApi('/signed-in/informasi-publik');

/** The PPID's register: who asked for what, what was decided, and what followed. */
export function RegisterPage() {
  const w = useWords(informationWords);
  const search = route.useSearch();
  return (
    <Page
      title={w('register')}
      lead={w('registerLead')}
      actions={(['csv', 'xlsx'] as const).map((format) => (
        <DownloadButton key={format} file={registerFile(format, search)} variant="default" size="sm">
          {format === 'csv' ? w('exportCsv') : w('exportXlsx')}
        </DownloadButton>
      ))}
    >
      <Filters />
      <Results />
    </Page>
  );
}

function Filters() {
  const { t } = useI18n();
  const w = useWords(informationWords);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<typeof search>) =>
    navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  const filtered = Object.values(search).some((value) => value !== undefined);
  return (
    <ListFilters
      q={search.q}
      placeholder={w('searchPlaceholder')}
      onSearch={(q) => change({ q })}
      filtered={filtered}
      onClear={() => navigate({ search: {}, replace: true })}
      className={classes.filters ?? ''}
      chips={
        <>
          <ToggleChip
            pressed={search.objection ?? false}
            onChange={(on) => change({ objection: on || undefined })}
          >
            {w('objectionOnly')}
          </ToggleChip>
          <ToggleChip
            pressed={search.overdue ?? false}
            onChange={(on) => change({ overdue: on || undefined })}
          >
            {w('overdueOnly')}
          </ToggleChip>
        </>
      }
    >
      <DateField
        label={t('tickets.from')}
        value={search.from ?? ''}
        max={search.to}
        onChange={(event) => change({ from: event.currentTarget.value || undefined })}
      />
      <DateField
        label={t('tickets.to')}
        value={search.to ?? ''}
        min={search.from}
        onChange={(event) => change({ to: event.currentTarget.value || undefined })}
      />
    </ListFilters>
  );
}

function Results() {
  const { t, format } = useI18n();
  const w = useWords(informationWords);
  const search = route.useSearch();
  const list = useInfiniteQuery(registerQuery(search));
  const filtered = Object.values(search).some((value) => value !== undefined);
  const columns: Column<InformationRegisterLine>[] = [
    {
      key: 'number',
      title: w('number'),
      primary: true,
      cell: ({ number }) => (
        <Link to="/permohonan/$number" params={{ number }} className={classes.number}>
          {number}
        </Link>
      ),
    },
    { key: 'date', title: t('tickets.date'), cell: ({ submitted_at }) => format.shortDate(submitted_at) },
    { key: 'name', title: w('name'), cell: ({ name }) => name },
    { key: 'information', title: w('information'), cell: ({ information }) => information },
    { key: 'status', title: t('tickets.status'), cell: (line) => <StatusBadge {...line} /> },
    {
      key: 'decision',
      title: w('decision'),
      cell: ({ entry }) => entry.decision && w(`decision.${entry.decision}`),
    },
    { key: 'due', title: w('due'), cell: ({ due_at }) => due_at && format.shortDate(due_at) },
    {
      key: 'objections',
      title: w('objections'),
      cell: ({ objections }) => objections.length > 0 && w('yesNo', { count: objections.length }),
    },
  ];
  return (
    <PagedList
      list={list}
      empty={
        <EmptyState
          title={w(filtered ? 'noMatch' : 'empty')}
          text={w(filtered ? 'noMatchText' : 'emptyText')}
        />
      }
    >
      {(rows) => (
        <DataTable caption={w('register')} columns={columns} rows={rows} rowKey={({ number }) => number} />
      )}
    </PagedList>
  );
}
