import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Agency, type AgencyState, agencyListQuery } from '~/api/organisations';
import { mayDo, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useUrlText } from '~/lib/useUrlText';
import { type Column, DataTable } from '~/ui/DataTable';
import { PlusIcon, SearchIcon } from '~/ui/icons';
import { LinkButton } from '~/ui/LinkButton';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import classes from './OrganisationPages.module.css';
import { inTree } from './tree';
import { UnitSection } from './UnitSection';
import { organisationWords } from './words';

const route = getRouteApi('/signed-in/admin/instansi');
const states: readonly AgencyState[] = ['open', 'closed', 'all'];

/** All agencies as a tree, and the units of the office. */
export function AgenciesPage() {
  const w = useWords(organisationWords);
  const { format } = useI18n();
  const { user } = useSession();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const state = search.keadaan ?? 'open';
  const go = (part: Partial<typeof search>) =>
    navigate({ search: { ...search, ...part }, replace: true, resetScroll: false });
  const [text, setText] = useUrlText(search.q, (q) => go({ q }));
  const agencies = useQuery(agencyListQuery(search.q, state));
  const columns: Column<Agency>[] = [
    {
      key: 'name',
      title: w('name'),
      primary: true,
      cell: ({ id, name, short_name, former_names, parent }) => (
        <div className={parent ? classes.part : undefined}>
          <Link to="/admin/instansi/$id" params={{ id }} className={classes.name}>
            {name}
          </Link>
          {short_name && short_name !== name && <div className={classes.quiet}>{short_name}</div>}
          {parent && <div className={classes.quiet}>{w('partOf', { name: parent.name })}</div>}
          {former_names.length > 0 && (
            <div className={classes.quiet}>{w('formerly', { names: former_names.join('; ') })}</div>
          )}
        </div>
      ),
    },
    { key: 'kind', title: w('kind'), cell: ({ kind }) => w(`kind.${kind}`) },
    {
      key: 'state',
      title: w('state'),
      cell: ({ closed_at, merged_into }) =>
        merged_into && closed_at
          ? w('mergedInto', { name: merged_into.name, date: format.date(closed_at) })
          : closed_at
            ? w('closedOn', { date: format.date(closed_at) })
            : w('open'),
    },
  ];
  const rows = inTree(agencies.data ?? []);
  return (
    <Page
      title={w('title')}
      lead={w('lead')}
      actions={
        mayDo(user, 'organisation.manage') && (
          <LinkButton to="/admin/instansi-baru" leftSection={<PlusIcon size={18} />}>
            {w('new')}
          </LinkButton>
        )
      }
    >
      <UnitSection />
      <Section title={w('agencies')}>
        <div className={classes.filters}>
          <TextInput
            type="search"
            label={w('find')}
            leftSection={<SearchIcon />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <NativeSelect
            label={w('state')}
            value={state}
            onChange={(event) => go({ keadaan: event.currentTarget.value as AgencyState })}
            data={states.map((one) => ({ value: one, label: w(`state.${one}`) }))}
          />
        </div>
        {agencies.isPending && <LoadingState lines={8} />}
        {agencies.isError && <ErrorState error={agencies.error} onRetry={() => agencies.refetch()} />}
        {agencies.isSuccess && rows.length === 0 && <EmptyState title={w('none')} text={w('noneText')} />}
        {rows.length > 0 && (
          <DataTable caption={w('agencies')} columns={columns} rows={rows} rowKey={({ id }) => id} />
        )}
      </Section>
    </Page>
  );
}
