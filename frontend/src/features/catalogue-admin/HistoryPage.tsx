import { Group, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { differenceQuery, versionQuery } from '~/api/catalogueAdmin';
import type { Definition, Service, ServiceTypeHistory, ServiceTypeVersion } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { type Column, DataTable } from '~/ui/DataTable';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import { DifferenceList, linesOf } from './DifferenceList';
import { builderWords } from './form/builderWords';
import { formDifference } from './form/formDifference';
import { toDraft } from './form/formDraft';
import classes from './HistoryPage.module.css';
import { ServiceFrame } from './ServiceFrame';
import { StateBadges } from './StateBadges';
import { useDefinitionGroups } from './useDefinitionGroups';
import { catalogueWords } from './words';

const route = getRouteApi('/signed-in/admin/layanan/$code/riwayat');

/** Who changed a service, when and why, and what differs between any two of its versions. */
export function HistoryPage() {
  const w = useWords(catalogueWords);
  const { code } = route.useParams();
  return (
    <ServiceFrame key={code} code={code} title={(name) => w('historyTitle', { name })}>
      {({ kept: { history } }) => (
        <>
          <Section title={w('tab.history')}>
            <Versions history={history} />
          </Section>
          <Section title={w('compare')}>
            {history.items.length < 2 ? <p>{w('oneVersion')}</p> : <Comparison history={history} />}
          </Section>
        </>
      )}
    </ServiceFrame>
  );
}

function Versions({ history }: { history: ServiceTypeHistory }) {
  const w = useWords(catalogueWords);
  const { t, format } = useI18n();
  const columns: Column<ServiceTypeVersion>[] = [
    {
      key: 'number',
      title: w('version'),
      primary: true,
      cell: ({ number }) => (
        <Link
          to="/admin/layanan/$code/versi/$number"
          params={{ code: history.code, number: String(number) }}
          className={classes.link}
        >
          {w('versionNumber', { number })}
        </Link>
      ),
    },
    { key: 'state', title: w('states'), cell: ({ state }) => <StateBadges states={[state]} /> },
    {
      key: 'author',
      title: w('author'),
      cell: ({ author, shipped }) => (shipped ? w('shipped') : author),
    },
    { key: 'created', title: w('created'), cell: ({ created_at }) => format.dateTime(created_at) },
    {
      key: 'effective',
      title: w('effective'),
      cell: ({ effective_from }) => (effective_from ? format.dateTime(effective_from) : t('common.none')),
    },
    { key: 'note', title: w('note'), cell: ({ note }) => note },
  ];
  return (
    <DataTable
      caption={w('historyCaption')}
      columns={columns}
      rows={history.items}
      rowKey={({ number }) => String(number)}
    />
  );
}

/** Steps are named by their keys in a comparison, since two versions may have other ones under them. */
const noSteps: Definition['steps'] = [];

function Comparison({ history: { code, items } }: { history: ServiceTypeHistory }) {
  const w = useWords(catalogueWords);
  const { format } = useI18n();
  const { dari, ke } = route.useSearch();
  const navigate = route.useNavigate();
  const groups = useDefinitionGroups(noSteps);
  // Without a choice: the newest version against the one before it.
  const to = ke ?? items[0]?.number ?? 0;
  const from = dari ?? items.find(({ number }) => number < to)?.number ?? to;
  const wb = useWords(builderWords);
  const difference = useQuery(differenceQuery(code, from, to));
  const older = useQuery(versionQuery(code, from));
  const newer = useQuery(versionQuery(code, to));
  const lines = difference.data &&
    older.data &&
    newer.data && [
      ...linesOf(
        difference.data,
        groups.flatMap((group) => group.fields),
      ),
      ...formDifference(draftOf(older.data), draftOf(newer.data), wb),
    ];
  const options = items.map(({ number, state, created_at }) => ({
    value: String(number),
    label: w('versionOption', { number, state: w(`state.${state}`), date: format.shortDate(created_at) }),
  }));
  const choose = (search: { dari: number; ke: number }) =>
    navigate({ search, replace: true, resetScroll: false });
  return (
    <>
      <Group align="end">
        <NativeSelect
          label={w('from')}
          data={options}
          value={String(from)}
          onChange={(event) => choose({ dari: Number(event.currentTarget.value), ke: to })}
        />
        <NativeSelect
          label={w('to')}
          data={options}
          value={String(to)}
          onChange={(event) => choose({ dari: from, ke: Number(event.currentTarget.value) })}
        />
      </Group>
      {!lines && !difference.isError && <LoadingState lines={3} />}
      {difference.isError && <ErrorState error={difference.error} onRetry={() => difference.refetch()} />}
      {lines && (
        <>
          <p role="status" className={classes.count}>
            {lines.length === 0 ? w('noDifference') : w('differences', { count: lines.length })}
          </p>
          <DifferenceList lines={lines} />
        </>
      )}
    </>
  );
}

const draftOf = ({ form }: Service) => (form ? toDraft(form) : null);
