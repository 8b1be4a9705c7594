import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { assetKindsQuery, assetsQuery } from '~/api/assets';
import type { AssetSummary } from '~/api/types';
import { mayDo, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { AssetStateBadge } from '~/ui/AssetStateBadge';
import { assetWords } from '~/ui/assetWords';
import { type Column, DataTable } from '~/ui/DataTable';
import { ListFilters } from '~/ui/ListFilters';
import { Page } from '~/ui/Page';
import { PagedList } from '~/ui/PagedList';
import { EmptyState } from '~/ui/states';
import { ToggleChip } from '~/ui/ToggleChip';
import { AssetDialog } from './AssetDialog';
import classes from './AssetsPage.module.css';
import { registerWords } from './words';

const route = getRouteApi('/signed-in/aset');

/** What was delivered: an agency's own, or the whole register for the office. */
export function AssetsPage() {
  const w = useWords(registerWords);
  const { user } = useSession();
  const office = mayDo(user, 'ticket.notes.read');
  const navigate = useNavigate();
  const [registering, setRegistering] = useState(false);
  return (
    <Page
      title={office ? w('all') : w('mine')}
      lead={office ? w('allLead') : w('mineLead')}
      actions={
        mayDo(user, 'asset.correct') && <Button onClick={() => setRegistering(true)}>{w('register')}</Button>
      }
    >
      <Filters />
      <Results office={office} />
      {registering && (
        <AssetDialog
          onClose={() => setRegistering(false)}
          onDone={({ id }) => navigate({ to: '/aset/$id', params: { id } })}
        />
      )}
    </Page>
  );
}

const states = ['active', 'suspended', 'expired', 'retired'] as const;

function Filters() {
  const { language } = useI18n();
  const w = useWords(registerWords);
  const say = useWords(assetWords);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<typeof search>) =>
    navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  const kinds = useQuery(assetKindsQuery());
  const filtered = Object.values(search).some((value) => value !== undefined);
  return (
    <ListFilters
      q={search.q}
      placeholder={w('searchPlaceholder')}
      onSearch={(q) => change({ q })}
      filtered={filtered}
      onClear={() => navigate({ search: {}, replace: true })}
      chips={
        <ToggleChip pressed={search.soon ?? false} onChange={(on) => change({ soon: on || undefined })}>
          {w('endingSoon')}
        </ToggleChip>
      }
    >
      <NativeSelect
        label={w('kind')}
        value={search.kind ?? ''}
        onChange={(event) => change({ kind: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: w('allKinds') },
          ...(kinds.data ?? []).map(({ code, label }) => ({ value: code, label: label[language] })),
        ]}
      />
      <NativeSelect
        label={w('state')}
        value={search.state ?? ''}
        onChange={(event) =>
          change({ state: (event.currentTarget.value || undefined) as typeof search.state })
        }
        data={[
          { value: '', label: w('allStates') },
          ...states.map((state) => ({ value: state, label: say(`state.${state}`) })),
        ]}
      />
    </ListFilters>
  );
}

/** The date a number of days from now, in UTC, which is near enough for a filter. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

function Results({ office }: { office: boolean }) {
  const { language, format } = useI18n();
  const w = useWords(registerWords);
  const { soon, ...search } = route.useSearch();
  const list = useInfiniteQuery(
    assetsQuery({
      ...search,
      ...(soon ? { expires_by: inDays(30), sort: 'expires_on' } : { sort: '-created_at' }),
    }),
  );
  const kinds = useQuery(assetKindsQuery());
  const filtered = soon || Object.values(search).some((value) => value !== undefined);
  const columns: Column<AssetSummary>[] = [
    {
      key: 'name',
      title: w('name'),
      primary: true,
      cell: ({ id, name }) => (
        <Link to="/aset/$id" params={{ id }} className={classes.name}>
          {name}
        </Link>
      ),
    },
    {
      key: 'kind',
      title: w('kind'),
      cell: ({ kind }) => kinds.data?.find(({ code }) => code === kind)?.label[language] ?? kind,
    },
    ...(office
      ? [{ key: 'owner', title: w('owner'), cell: ({ organisation }: AssetSummary) => organisation.name }]
      : []),
    { key: 'state', title: w('state'), cell: (asset) => <AssetStateBadge {...asset} /> },
    {
      key: 'delivered',
      title: w('delivered'),
      oneLine: true,
      cell: (asset) => format.shortDate(asset.delivered_on),
    },
    {
      key: 'expires',
      title: w('expires'),
      oneLine: true,
      cell: (asset) => (asset.expires_on ? format.shortDate(asset.expires_on) : w('noEnd')),
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
        <DataTable
          caption={office ? w('all') : w('mine')}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
        />
      )}
    </PagedList>
  );
}
