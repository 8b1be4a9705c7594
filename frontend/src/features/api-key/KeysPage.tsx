import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ApiKey, keysQuery } from '~/api/keys';
import { mayDo, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { type Column, DataTable } from '~/ui/DataTable';
import { PlusIcon } from '~/ui/icons';
import { LinkButton } from '~/ui/LinkButton';
import { LoadMore } from '~/ui/LoadMore';
import { Page } from '~/ui/Page';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import classes from './KeysPage.module.css';
import { keyWords } from './words';

/** The keys of other systems, newest first. */
export function KeysPage() {
  const w = useWords(keyWords);
  const { format, label } = useI18n();
  const { user } = useSession();
  const list = useInfiniteQuery(keysQuery());
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: Column<ApiKey>[] = [
    {
      key: 'name',
      title: w('name'),
      primary: true,
      cell: ({ id, name, handle }) => (
        <>
          <Link to="/admin/kunci-api/$id" params={{ id }} className={classes.link}>
            {name}
          </Link>
          <div className={classes.quiet}>{handle}…</div>
        </>
      ),
    },
    {
      key: 'actsFor',
      title: w('actsFor'),
      cell: ({ acts_for, organisation, role }) => (
        <>
          <div>
            {acts_for.name} ({label('role', role)})
          </div>
          <span className={classes.quiet}>{organisation?.name}</span>
        </>
      ),
    },
    { key: 'state', title: w('state'), cell: ({ state }) => w(`state.${state}`) },
    {
      key: 'expires',
      title: w('expires'),
      oneLine: true,
      cell: ({ expires_at }) => format.shortDate(expires_at),
    },
    {
      key: 'lastUse',
      title: w('lastUse'),
      cell: ({ last_used_at }) => (last_used_at ? format.shortDate(last_used_at) : w('never')),
    },
  ];
  return (
    <Page
      title={w('title')}
      lead={w('lead')}
      actions={
        mayDo(user, 'api_key.manage') && (
          <LinkButton to="/admin/kunci-api-baru" leftSection={<PlusIcon size={18} />}>
            {w('new')}
          </LinkButton>
        )
      }
    >
      <p>
        <a href="/docs#api-keys" className={classes.link}>
          {w('guide')}
        </a>
      </p>
      {list.isPending && <LoadingState lines={6} />}
      {list.isError && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <EmptyState title={w('none')} text={w('noneText')} />}
      {rows.length > 0 && (
        <>
          <DataTable caption={w('title')} columns={columns} rows={rows} rowKey={({ id }) => id} />
          <LoadMore
            shown={rows.length}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => list.fetchNextPage()}
          />
        </>
      )}
    </Page>
  );
}
