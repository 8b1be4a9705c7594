import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type AuditFilter, type AuditRecord, auditFile, auditQuery } from '~/api/audit';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useUrlText } from '~/lib/useUrlText';
import { type Column, DataTable } from '~/ui/DataTable';
import { DownloadButton } from '~/ui/DownloadButton';
import { LoadMore } from '~/ui/LoadMore';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import classes from './AuditPage.module.css';
import { namedCodes, useAuditNames } from './useAuditNames';
import { auditWords } from './words';

const route = getRouteApi('/signed-in/admin/audit');

/** The record of what happened, newest first; the filters stand in the URL. */
export function AuditPage() {
  const w = useWords(auditWords);
  const names = useAuditNames();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const go = (part: Partial<typeof search>) =>
    navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  const [person, setPerson] = useUrlText(search.person, (value) => go({ person: value }));
  const [object, setObject] = useUrlText(search.object, (value) => go({ object: value }));
  const [requestId, setRequestId] = useUrlText(search.request_id, (value) => go({ request_id: value }));
  const [address, setAddress] = useUrlText(search.address, (value) => go({ address: value }));
  const [key, setKey] = useUrlText(search.api_key, (value) => go({ api_key: value }));
  const filter: AuditFilter = Object.fromEntries(Object.entries(search).filter(([, value]) => value));
  const filtered = Object.keys(filter).length > 0;
  const moreAsked = Boolean(search.kind || search.request_id || search.address || search.api_key);
  const valid = !search.from || !search.to || search.from <= search.to;
  const choices = (group: 'kind' | 'type', any: string, chosen: string | undefined) => [
    { value: '', label: any },
    ...[...new Set([...namedCodes(group), ...(chosen ? [chosen] : [])])]
      .map((code) => ({ value: code, label: names(group, code) }))
      .sort((a, b) => a.label.localeCompare(b.label)),
  ];
  return (
    <Page title={w('title')} lead={w('lead')}>
      <search className="no-print">
        <div className={classes.filters}>
          <TextInput
            type="date"
            label={w('from')}
            value={search.from ?? ''}
            onChange={(event) => go({ from: event.currentTarget.value || undefined })}
          />
          <TextInput
            type="date"
            label={w('to')}
            value={search.to ?? ''}
            onChange={(event) => go({ to: event.currentTarget.value || undefined })}
          />
          <TextInput
            label={w('person')}
            placeholder={w('personHint')}
            value={person}
            onChange={(event) => setPerson(event.currentTarget.value)}
          />
          <NativeSelect
            label={w('type')}
            value={search.type ?? ''}
            onChange={(event) => go({ type: event.currentTarget.value || undefined })}
            data={choices('type', w('anyType'), search.type)}
          />
          <TextInput
            label={w('object')}
            placeholder={w('objectHint')}
            value={object}
            onChange={(event) => setObject(event.currentTarget.value)}
          />
        </div>
        <details className={classes.more} open={moreAsked}>
          <summary>{w('more')}</summary>
          <div className={classes.filters}>
            <NativeSelect
              label={w('kind')}
              value={search.kind ?? ''}
              onChange={(event) => go({ kind: event.currentTarget.value || undefined })}
              data={choices('kind', w('anyKind'), search.kind)}
            />
            <TextInput
              label={w('requestId')}
              value={requestId}
              onChange={(event) => setRequestId(event.currentTarget.value)}
            />
            <TextInput
              label={w('address')}
              value={address}
              onChange={(event) => setAddress(event.currentTarget.value)}
            />
            <TextInput label={w('key')} value={key} onChange={(event) => setKey(event.currentTarget.value)} />
          </div>
        </details>
      </search>
      {valid ? (
        <>
          <div className={`${classes.bar} no-print`}>
            {(['csv', 'xlsx'] as const).map((format) => (
              <DownloadButton
                key={format}
                file={auditFile(filter, format)}
                size="sm"
                variant="default"
                aria-label={`${w('export')} ${format.toUpperCase()}`}
              >
                {format.toUpperCase()}
              </DownloadButton>
            ))}
            {filtered && (
              <Button
                size="sm"
                variant="subtle"
                onClick={() => navigate({ search: {}, replace: true, resetScroll: false })}
              >
                {w('clear')}
              </Button>
            )}
          </div>
          <Records filter={filter} />
        </>
      ) : (
        <Notice tone="caution" live>
          {w('range')}
        </Notice>
      )}
    </Page>
  );
}

function Records({ filter }: { filter: AuditFilter }) {
  const w = useWords(auditWords);
  const names = useAuditNames();
  const { format, label } = useI18n();
  const list = useInfiniteQuery(auditQuery(filter));
  const rows = list.data?.pages.flatMap((page) => page.items);
  if (list.isPending) return <LoadingState lines={8} />;
  if (!rows) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (rows.length === 0) return <EmptyState title={w('none')} text={w('noneText')} />;
  const columns: Column<AuditRecord>[] = [
    {
      key: 'type',
      title: w('type'),
      primary: true,
      cell: ({ id, type }) => (
        <Link to="/admin/audit/$id" params={{ id }} className={classes.link}>
          {names('type', type)}
        </Link>
      ),
    },
    {
      key: 'time',
      title: w('time'),
      cell: ({ at }) => (
        <>
          <div>{format.shortDate(at)}</div>
          <span className={classes.quiet}>{format.time(at)}</span>
        </>
      ),
    },
    {
      key: 'who',
      title: w('who'),
      cell: ({ actor, api_key }) => (
        <>
          <div>{actor.name || w('nobody')}</div>
          <span className={classes.quiet}>
            {api_key ? w('via', { key: api_key }) : actor.role !== 'system' && label('role', actor.role)}
          </span>
        </>
      ),
    },
    {
      key: 'object',
      title: w('object'),
      cell: ({ kind, number, object_id }) => (
        <>
          <div>{names('kind', kind)}</div>
          <span className={`${classes.quiet} ${classes.long}`}>{number || object_id}</span>
        </>
      ),
    },
    { key: 'where', title: w('where'), cell: ({ address }) => address || '–' },
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
