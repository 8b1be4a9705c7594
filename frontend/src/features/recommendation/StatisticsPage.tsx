import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { organisationsQuery } from '~/api/inbox';
import { proposalStates } from '~/api/proposalStates';
import { proposalFiguresFile, proposalFiguresQuery } from '~/api/recommendationFigures';
import type { ProposalState } from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { BarChart } from '~/ui/BarChart';
import { type Column, DataTable } from '~/ui/DataTable';
import { DownloadButton } from '~/ui/DownloadButton';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import { type Sum, sumsBy } from './figures';
import { nameOfLevel } from './LevelBadge';
import classes from './StatisticsPage.module.css';
import { statisticsWords } from './statisticsWords';
import { useYears } from './useYears';
import { proposalWords } from './words';

const route = getRouteApi('/signed-in/rekomendasi/statistik');

/** How many proposals there are, what they cost, and which risks are open. */
export function StatisticsPage() {
  const w = useWords(statisticsWords);
  const { search } = useFilter();
  return (
    <Page
      title={w('title')}
      lead={w('lead')}
      crumbs={[{ label: w('list'), link: { to: '/rekomendasi' } }]}
      actions={(['csv', 'xlsx'] as const).map((format) => (
        <DownloadButton key={format} file={proposalFiguresFile(format, search)} variant="default" size="sm">
          {w('export', { format: format.toUpperCase() })}
        </DownloadButton>
      ))}
    >
      <Filters />
      <Figures />
    </Page>
  );
}

/** What the figures are narrowed by, and the years to choose from. */
function useFilter() {
  const search = route.useSearch();
  const { year, years } = useYears(search.year);
  return { search: { ...search, year }, years };
}

function Filters() {
  const { t } = useI18n();
  const w = useWords(statisticsWords);
  const say = useWords(proposalWords);
  const { search, years } = useFilter();
  const navigate = route.useNavigate();
  const agencies = useQuery(organisationsQuery());
  const change = (part: Partial<typeof search>) =>
    navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  return (
    <search className={`${classes.filters} no-print`}>
      <NativeSelect
        label={w('year')}
        value={String(search.year ?? '')}
        onChange={(event) => change({ year: Number(event.currentTarget.value) || undefined })}
        data={[
          { value: '', label: say('allYears') },
          ...years.map((year) => ({ value: String(year), label: String(year) })),
        ]}
      />
      <NativeSelect
        label={say('agency')}
        value={search.agency ?? ''}
        onChange={(event) => change({ agency: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: say('allAgencies') },
          ...(agencies.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      {(search.year || search.agency) && (
        <Button
          variant="subtle"
          size="compact-md"
          className={classes.clear}
          onClick={() => navigate({ search: {}, replace: true })}
        >
          {t('common.clearFilters')}
        </Button>
      )}
    </search>
  );
}

function Figures() {
  const { format, language } = useI18n();
  const w = useWords(statisticsWords);
  const say = useWords(proposalWords);
  const { search } = useFilter();
  const figures = useQuery(proposalFiguresQuery(search));
  if (figures.isPending) return <LoadingState lines={6} />;
  if (!figures.data) return <ErrorState error={figures.error} onRetry={() => figures.refetch()} />;
  const { items, open_risks, unscored_risks, proposals, approved, cost, as_of } = figures.data;
  if (proposals === 0)
    return search.year || search.agency ? (
      <EmptyState title={w('noMatch')} text={w('noMatchText')} />
    ) : (
      <EmptyState title={w('none')} text={w('noneText')} />
    );
  const states = sumsBy(items, ({ state }) => state).sort(
    (a, b) => proposalStates.indexOf(a.key as ProposalState) - proposalStates.indexOf(b.key as ProposalState),
  );
  const years = sumsBy(items, ({ year }) => String(year)).sort((a, b) => Number(a.key) - Number(b.key));
  const levels = open_risks.map(({ level, risks }) => ({
    key: level.code,
    short: nameOfLevel(level, language),
    long: nameOfLevel(level, language),
    value: risks,
  }));
  return (
    <>
      <dl className={classes.counters}>
        <div>
          <dt>{w('proposals')}</dt>
          <dd>{format.number(proposals)}</dd>
        </div>
        <div>
          <dt>{w('approved')}</dt>
          <dd>{format.number(approved)}</dd>
        </div>
        <div className={classes.money}>
          <dt>{w('cost')}</dt>
          <dd>Rp{format.number(cost)}</dd>
        </div>
      </dl>
      <div className={classes.sections}>
        <div>
          <Sums
            title={w('byState')}
            head={say('state')}
            sums={states}
            name={(key) => say(`state.${key as ProposalState}`)}
          />
        </div>
        <div>
          <BarChart
            title={w('risks')}
            summary={w('risksSummary', {
              levels: levels.map(({ long, value }) => `${long} ${value}`).join(', '),
            })}
            bars={levels}
            keyTitle={w('level')}
            valueTitle={w('risks')}
            empty={w('risksEmpty')}
          />
        </div>
        <div>
          <Sums
            title={w('byYear')}
            head={w('year')}
            sums={years}
            name={(key) => (key === '0' ? w('noYear') : key)}
          />
        </div>
        <div>
          <Sums
            title={w('byAgency')}
            head={say('agency')}
            sums={sumsBy(items, ({ organisation }) => organisation.name)}
            name={(key) => key}
          />
        </div>
      </div>
      <p className={classes.quiet}>
        {w('asOf', { time: format.dateTime(as_of) })}{' '}
        {unscored_risks > 0 && w('unscored', { count: format.number(unscored_risks) })}
      </p>
    </>
  );
}

interface SumsProps {
  title: string;
  /** What the lines have in common. */
  head: string;
  sums: readonly Sum[];
  name(key: string): string;
}

function Sums({ title, head, sums, name }: SumsProps) {
  const { format } = useI18n();
  const w = useWords(statisticsWords);
  const columns: Column<Sum>[] = [
    { key: 'name', title: head, primary: true, cell: ({ key }) => name(key) },
    {
      key: 'proposals',
      title: w('proposals'),
      align: 'end',
      cell: ({ proposals }) => format.number(proposals),
    },
    {
      key: 'cost',
      title: w('costRupiah'),
      align: 'end',
      oneLine: true,
      cell: ({ cost }) => format.number(cost),
    },
  ];
  return (
    <Section title={title}>
      <DataTable caption={title} columns={columns} rows={sums} rowKey={({ key }) => key} />
    </Section>
  );
}
