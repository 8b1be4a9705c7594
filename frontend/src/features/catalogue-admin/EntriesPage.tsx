import { TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { categoriesQuery } from '~/api/catalogue';
import { entriesQuery } from '~/api/catalogueAdmin';
import type { ServiceTypeEntry } from '~/api/types';
import { mayDo, useSession } from '~/api/useSession';
import { useWords } from '~/i18n/useWords';
import { useUrlText } from '~/lib/useUrlText';
import { type Column, DataTable } from '~/ui/DataTable';
import { PlusIcon, SearchIcon } from '~/ui/icons';
import { LinkButton } from '~/ui/LinkButton';
import { Page } from '~/ui/Page';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import classes from './EntriesPage.module.css';
import { StateBadges } from './StateBadges';
import { entryStates } from './states';
import { catalogueWords } from './words';

const route = getRouteApi('/signed-in/admin/layanan');

/** Every service for its keepers, in the groups of the catalogue, with its state. */
export function EntriesPage() {
  const w = useWords(catalogueWords);
  const { user } = useSession();
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useUrlText(q, (next) =>
    navigate({ search: { q: next }, replace: true, resetScroll: false }),
  );
  const entries = useQuery(entriesQuery());
  const categories = useQuery(categoriesQuery());
  const mayManage = mayDo(user, 'catalogue.manage');
  const wanted = (q ?? '').trim().toLocaleLowerCase();
  const found = (entries.data ?? []).filter(({ code, name }) =>
    `${code} ${name}`.toLocaleLowerCase().includes(wanted),
  );
  const groups = Map.groupBy(found, (entry) => entry.category);
  const known = categories.data ?? [];
  const order = [
    ...known.map(({ code }) => code),
    ...[...groups.keys()].filter((code) => !known.some((category) => category.code === code)),
  ];
  const newService = mayManage && (
    <LinkButton to="/admin/layanan-baru" leftSection={<PlusIcon size={18} />}>
      {w('newService')}
    </LinkButton>
  );
  const columns: Column<ServiceTypeEntry>[] = [
    {
      key: 'name',
      title: w('name'),
      primary: true,
      cell: ({ code, name }) => (
        <>
          <Link to="/admin/layanan/$code" params={{ code }} className={classes.name}>
            {name}
          </Link>
          <div className={classes.code}>{code}</div>
        </>
      ),
    },
    { key: 'states', title: w('states'), cell: (entry) => <StateBadges states={entryStates(entry)} /> },
    {
      key: 'version',
      title: w('version'),
      cell: ({ current, scheduled, draft }) => current || scheduled || draft || '',
    },
  ];

  return (
    <Page title={w('title')} lead={mayManage ? w('lead') : w('readOnlyLead')} actions={newService}>
      <TextInput
        type="search"
        label={w('find')}
        leftSection={<SearchIcon />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        className={classes.search}
      />
      {entries.isPending && <LoadingState lines={8} />}
      {entries.isError && <ErrorState error={entries.error} onRetry={() => entries.refetch()} />}
      {entries.isSuccess && categories.isFetched && (
        <>
          <p role="status" className={classes.count}>
            {w('found', { count: found.length })}
          </p>
          {found.length === 0 &&
            (wanted ? (
              <EmptyState title={w('noneFound')} text={w('noneFoundText')} />
            ) : (
              <EmptyState title={w('empty')} action={newService} />
            ))}
          {order.map((code) => {
            const members = groups.get(code);
            const name = known.find((category) => category.code === code)?.name ?? code;
            return (
              members && (
                <section key={code} aria-labelledby={`kelompok-${code}`} className={classes.group}>
                  <Title order={2} size="h4" id={`kelompok-${code}`}>
                    {name}
                  </Title>
                  <DataTable caption={name} columns={columns} rows={members} rowKey={(entry) => entry.code} />
                </section>
              )
            );
          })}
        </>
      )}
    </Page>
  );
}
