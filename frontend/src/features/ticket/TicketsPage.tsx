import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { servicesQuery } from '~/api/catalogue';
import { draftsQuery } from '~/api/drafts';
import type { User } from '~/api/types';
import { hasRole, isOfficer, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { awaitsFirstAnswer } from '~/lib/firstAnswer';
import { DateField } from '~/ui/DateField';
import { PlusIcon } from '~/ui/icons';
import { LinkButton } from '~/ui/LinkButton';
import { ListFilters } from '~/ui/ListFilters';
import { Page } from '~/ui/Page';
import { EmptyState, LoadingState } from '~/ui/states';
import { ToggleChip } from '~/ui/ToggleChip';
import { TicketResults } from './TicketResults';
import classes from './TicketsPage.module.css';
import { TicketTable } from './TicketTable';

const DraftList = lazy(() => import('./DraftList').then((module) => ({ default: module.DraftList })));

const route = getRouteApi('/signed-in/permohonan');

/** The history of requests; what is searched and filtered stands in the URL, to be shared and gone back to. */
export function TicketsPage() {
  const { t } = useI18n();
  const { user } = useSession();
  const applicant = user !== null && hasRole(user, 'applicant');
  const drafts = useQuery({ ...draftsQuery(), enabled: applicant });
  if (!user) return null;
  const officer = isOfficer(user) || !applicant;
  return (
    <Page
      title={t('tickets.title')}
      lead={officer ? t('tickets.allLead') : t('tickets.mineLead')}
      actions={
        applicant && (
          <LinkButton to="/permohonan/baru" leftSection={<PlusIcon size={18} />}>
            {t('nav.newTicket')}
          </LinkButton>
        )
      }
    >
      {awaitsFirstAnswer(drafts) ? (
        <LoadingState />
      ) : (
        <Suspense fallback={<LoadingState />}>
          {drafts.data && drafts.data.length > 0 && <DraftList />}
          <Filters officer={officer} />
          <Results user={user} officer={officer} />
        </Suspense>
      )}
    </Page>
  );
}

function Filters({ officer }: { officer: boolean }) {
  const { t } = useI18n();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<typeof search>) =>
    navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  const services = useQuery(servicesQuery());
  const filtered = Object.values(search).some((value) => value !== undefined);

  return (
    <ListFilters
      q={search.q}
      placeholder={t('tickets.searchPlaceholder')}
      onSearch={(q) => change({ q })}
      filtered={filtered}
      onClear={() => navigate({ search: {}, replace: true })}
      className={classes.filters ?? ''}
      chips={
        officer ? (
          <ToggleChip
            pressed={search.overdue ?? false}
            onChange={(on) => change({ overdue: on || undefined })}
          >
            {t('tickets.overdueOnly')}
          </ToggleChip>
        ) : (
          <ToggleChip
            pressed={search.holder === 'me'}
            onChange={(on) => change({ holder: on ? 'me' : undefined })}
          >
            {t('tickets.toFixOnly')}
          </ToggleChip>
        )
      }
    >
      <NativeSelect
        label={t('tickets.status')}
        value={search.status ?? ''}
        onChange={(event) =>
          change({ status: (event.currentTarget.value || undefined) as typeof search.status })
        }
        data={[
          { value: '', label: t('tickets.allStatuses') },
          { value: 'waiting', label: t('status.waiting') },
          { value: 'in_progress', label: t('status.in_progress') },
          { value: 'done', label: t('status.done') },
        ]}
      />
      <NativeSelect
        label={t('tickets.service')}
        value={search.service_type ?? ''}
        onChange={(event) => change({ service_type: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: t('tickets.allServices') },
          ...(services.data ?? []).map(({ code, name }) => ({ value: code, label: name })),
        ]}
      />
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

function Results({ user, officer }: { user: User; officer: boolean }) {
  const { t } = useI18n();
  const search = route.useSearch();
  return (
    <TicketResults
      filter={{ ...search, sort: '-submitted_at' }}
      filtered={Object.values(search).some((value) => value !== undefined)}
      empty={
        <EmptyState
          title={t('tickets.empty')}
          text={officer ? t('tickets.emptyOfficer') : t('tickets.emptyText')}
          action={
            hasRole(user, 'applicant') && <LinkButton to="/permohonan/baru">{t('nav.newTicket')}</LinkButton>
          }
        />
      }
    >
      {(rows) => <TicketTable caption={t('tickets.title')} rows={rows} withApplicant={officer} />}
    </TicketResults>
  );
}
