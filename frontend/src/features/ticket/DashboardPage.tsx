import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { dashboardQuery, ticketsQuery } from '~/api/tickets';
import type { Dashboard, User } from '~/api/types';
import { hasRole, isOfficer, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { awaitsFirstAnswer } from '~/lib/firstAnswer';
import { BarChart } from '~/ui/BarChart';
import { PlusIcon } from '~/ui/icons';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import classes from './DashboardPage.module.css';
import { TicketTable } from './TicketTable';

/** The dashboard of the manual (M2): four counters, the months, the latest requests. */
export function DashboardPage() {
  const { user } = useSession();
  return user && <DashboardOf user={user} />;
}

function DashboardOf({ user }: { user: User }) {
  const { t } = useI18n();
  const dashboard = useQuery(dashboardQuery());
  const canApply = hasRole(user, 'applicant');
  return (
    <Page
      title={t('dashboard.title')}
      lead={t('dashboard.greeting', { name: user.name })}
      actions={
        canApply && (
          <LinkButton to="/permohonan/baru" leftSection={<PlusIcon size={18} />}>
            {t('nav.newTicket')}
          </LinkButton>
        )
      }
    >
      {dashboard.isPending && <LoadingState lines={2} height={120} />}
      {dashboard.isError && !dashboard.data && (
        <ErrorState error={dashboard.error} onRetry={() => dashboard.refetch()} />
      )}
      {dashboard.data && (
        <>
          <WaitingForMe user={user} count={dashboard.data.waiting_for_me} />
          <Counters dashboard={dashboard.data} />
          <Months dashboard={dashboard.data} />
        </>
      )}
      <div hidden={awaitsFirstAnswer(dashboard)}>
        <Latest user={user} />
      </div>
    </Page>
  );
}

/** What the person should turn to first. */
function WaitingForMe({ user, count }: { user: User; count: number }) {
  const { t } = useI18n();
  if (count === 0) return null;
  return isOfficer(user) ? (
    <div className={classes.notice}>
      <Notice
        tone="info"
        action={
          <LinkButton to="/kotak-masuk" size="sm" variant="default">
            {t('dashboard.openInbox')}
          </LinkButton>
        }
      >
        {t('dashboard.attention', { count })}
      </Notice>
    </div>
  ) : (
    <div className={classes.notice}>
      <Notice
        tone="caution"
        action={
          <LinkButton to="/permohonan" search={{ holder: 'me' }} size="sm" variant="default">
            {t('dashboard.seeToFix')}
          </LinkButton>
        }
      >
        {t('dashboard.toFix', { count })}
      </Notice>
    </div>
  );
}

const statuses = ['waiting', 'in_progress', 'done'] as const;

function Counters({ dashboard }: { dashboard: Dashboard }) {
  const { t, format } = useI18n();
  return (
    <ul className={classes.counters}>
      <li>
        <Link to="/permohonan" className={classes.counter} data-total>
          <span>{t('dashboard.total')}</span>
          <strong>{format.number(dashboard.total)}</strong>
        </Link>
      </li>
      {statuses.map((status) => (
        <li key={status}>
          <Link to="/permohonan" search={{ status }} className={classes.counter}>
            <span>{t(`dashboard.${status}`)}</span>
            <strong>{format.number(dashboard[status])}</strong>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Months({ dashboard }: { dashboard: Dashboard }) {
  const { t, format } = useI18n();
  const months = dashboard.monthly;
  const busiest = months.reduce(
    (most, month) => (month.count > most.count ? month : most),
    months[0] ?? { month: '2026-01', count: 0 },
  );
  return (
    <div className={classes.months}>
      <BarChart
        title={t('dashboard.monthly')}
        summary={t('dashboard.chartSummary', {
          total: months.reduce((sum, month) => sum + month.count, 0),
          months: months.length,
          max: busiest.count,
          month: format.month(busiest.month),
        })}
        bars={months.map(({ month, count }) => ({
          key: month,
          short: format.shortMonth(month),
          long: format.month(month),
          value: count,
        }))}
        keyTitle={t('dashboard.month')}
        valueTitle={t('dashboard.count')}
        empty={t('dashboard.chartEmpty')}
      />
    </div>
  );
}

function Latest({ user }: { user: User }) {
  const { t } = useI18n();
  const latest = useInfiniteQuery(ticketsQuery({ sort: '-submitted_at' }, 10));
  const rows = latest.data?.pages[0]?.items;
  return (
    <Section
      title={t('dashboard.latest')}
      aside={<Link to="/permohonan">{t('dashboard.seeAll')}</Link>}
      className={classes.latest}
    >
      {latest.isPending && <LoadingState />}
      {latest.isError && !rows && <ErrorState error={latest.error} onRetry={() => latest.refetch()} />}
      {rows &&
        (rows.length > 0 ? (
          <TicketTable caption={t('dashboard.latest')} rows={rows} withApplicant={isOfficer(user)} />
        ) : (
          <EmptyState
            title={t('tickets.empty')}
            text={hasRole(user, 'applicant') ? t('tickets.emptyText') : t('tickets.emptyOfficer')}
            action={
              hasRole(user, 'applicant') && (
                <LinkButton to="/permohonan/baru">{t('nav.newTicket')}</LinkButton>
              )
            }
          />
        ))}
    </Section>
  );
}
