import { NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Person, peopleQuery } from '~/api/people';
import { roleNames } from '~/api/roles';
import type { Role } from '~/api/types';
import { mayDo, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useUrlText } from '~/lib/useUrlText';
import { type Column, DataTable } from '~/ui/DataTable';
import { PlusIcon, SearchIcon, UploadIcon } from '~/ui/icons';
import { LinkButton } from '~/ui/LinkButton';
import { LoadMore } from '~/ui/LoadMore';
import { Page } from '~/ui/Page';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import classes from './PeoplePage.module.css';
import { peopleWords } from './words';

const route = getRouteApi('/signed-in/admin/orang');
const states = ['active', 'invited', 'disabled'] as const;

export const stateOf = ({ disabled_at, invited }: Person): (typeof states)[number] =>
  disabled_at ? 'disabled' : invited ? 'invited' : 'active';

/** All accounts, found by text, role and state; the filters stand in the URL. */
export function PeoplePage() {
  const w = useWords(peopleWords);
  const { label } = useI18n();
  const { user } = useSession();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const go = (part: Partial<typeof search>) =>
    navigate({ search: { ...search, ...part }, replace: true, resetScroll: false });
  const [text, setText] = useUrlText(search.q, (q) => go({ q }));
  const people = useInfiniteQuery(
    peopleQuery({
      ...(search.q && { q: search.q }),
      ...(search.peran && { role: search.peran }),
      ...(search.keadaan && { state: search.keadaan }),
    }),
  );
  const rows = people.data?.pages.flatMap((page) => page.items) ?? [];
  const mayManage = mayDo(user, 'user.manage');
  const columns: Column<Person>[] = [
    {
      key: 'name',
      title: w('name'),
      primary: true,
      cell: ({ id, name, username }) => (
        <>
          <Link to="/admin/orang/$id" params={{ id }} className={classes.name}>
            {name}
          </Link>
          <div className={classes.quiet}>{username}</div>
        </>
      ),
    },
    {
      key: 'roles',
      title: w('roles'),
      cell: ({ roles }) => roles.map((held) => roleOf(held, label)).join(', '),
    },
    { key: 'agency', title: w('agency'), cell: ({ organisation }) => organisation?.name ?? '–' },
    { key: 'state', title: w('state'), cell: (person) => w(`state.${stateOf(person)}`) },
  ];
  return (
    <Page
      title={w('title')}
      lead={mayManage ? w('lead') : w('readOnlyLead')}
      actions={
        mayManage && (
          <>
            <LinkButton to="/admin/orang-impor" variant="default" leftSection={<UploadIcon size={18} />}>
              {w('import')}
            </LinkButton>
            <LinkButton to="/admin/orang-baru" leftSection={<PlusIcon size={18} />}>
              {w('new')}
            </LinkButton>
          </>
        )
      }
    >
      <div className={classes.filters}>
        <TextInput
          type="search"
          label={w('find')}
          leftSection={<SearchIcon />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <NativeSelect
          label={w('role')}
          value={search.peran ?? ''}
          onChange={(event) => go({ peran: (event.currentTarget.value || undefined) as Role | undefined })}
          data={[
            { value: '', label: w('anyRole') },
            ...roleNames.map((role) => ({ value: role, label: label('role', role) })),
          ]}
        />
        <NativeSelect
          label={w('state')}
          value={search.keadaan ?? ''}
          onChange={(event) =>
            go({ keadaan: (event.currentTarget.value || undefined) as (typeof states)[number] | undefined })
          }
          data={[
            { value: '', label: w('anyState') },
            ...states.map((state) => ({ value: state, label: w(`state.${state}`) })),
          ]}
        />
      </div>
      {people.isPending && <LoadingState lines={8} />}
      {people.isError && <ErrorState error={people.error} onRetry={() => people.refetch()} />}
      {people.isSuccess && rows.length === 0 && <EmptyState title={w('none')} text={w('noneText')} />}
      {rows.length > 0 && (
        <>
          <DataTable caption={w('title')} columns={columns} rows={rows} rowKey={({ id }) => id} />
          <LoadMore
            shown={rows.length}
            hasMore={people.hasNextPage}
            loading={people.isFetchingNextPage}
            onMore={() => people.fetchNextPage()}
          />
        </>
      )}
    </Page>
  );
}

const roleOf = (held: Person['roles'][number], label: (group: string, code: string) => string): string =>
  held.unit ? `${label('role', held.role)} (${held.unit})` : label('role', held.role);
