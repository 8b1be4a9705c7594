import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import {
  type AgencyEvent,
  type AgencyHoldings,
  type AgencyInput,
  agenciesKey,
  agencyHistoryQuery,
  agencyListQuery,
  agencyQuery,
  endAgency,
  holdingsQuery,
  mergeAgency,
  saveAgency,
  type VersionedAgency,
} from '~/api/organisations';
import { isOutdated } from '~/api/problem';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { fieldId } from '~/ui/formErrors';
import { LoadMore } from '~/ui/LoadMore';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import { AgencyForm } from './AgencyForm';
import classes from './OrganisationPages.module.css';
import { organisationWords } from './words';

const route = getRouteApi('/signed-in/admin/instansi/$id');

/** One agency: its data, what belongs to it, and what became of it. */
export function AgencyPage() {
  const w = useWords(organisationWords);
  const { format } = useI18n();
  const { id } = route.useParams();
  const found = useQuery(agencyQuery(id));
  const agency = found.data?.agency;
  return (
    <Page
      title={agency?.name ?? w('title')}
      meta={agency?.short_name}
      crumbs={[{ label: w('title'), link: { to: '/admin/instansi' } }]}
    >
      {found.isPending && <LoadingState lines={8} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => found.refetch()} />}
      {found.data && agency && (
        <>
          {agency.closed_at && (
            <Notice tone="caution">
              {agency.merged_into
                ? w('mergedInto', { name: agency.merged_into.name, date: format.date(agency.closed_at) })
                : w('closedOn', { date: format.date(agency.closed_at) })}
            </Notice>
          )}
          <DataSection key={found.data.etag} versioned={found.data} />
          <HoldingsSection versioned={found.data} />
          <HistorySection id={id} />
        </>
      )}
    </Page>
  );
}

function DataSection({ versioned }: { versioned: VersionedAgency }) {
  const w = useWords(organisationWords);
  const queryClient = useQueryClient();
  const { agency } = versioned;
  const save = useMutation({
    mutationFn: (input: AgencyInput) => saveAgency(versioned, input),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: agenciesKey }),
  });
  return (
    <Section title={w('data')} className={classes.form}>
      {isOutdated(save.error) && (
        <Notice
          tone="caution"
          live
          action={
            <Button
              size="sm"
              variant="default"
              onClick={() => queryClient.invalidateQueries({ queryKey: agenciesKey })}
            >
              {w('reload')}
            </Button>
          }
        >
          {w('conflict')}
        </Notice>
      )}
      <AgencyForm
        start={agency}
        submitLabel={w('save')}
        pending={save.isPending}
        error={isOutdated(save.error) ? null : save.error}
        attempt={save.failureCount}
        readOnly={!agency.allowed_actions.includes('change')}
        onSubmit={(input) => save.mutate(input)}
      >
        {agency.former_names.length > 0 && (
          <div className={classes.quiet}>{w('formerly', { names: agency.former_names.join('; ') })}</div>
        )}
      </AgencyForm>
    </Section>
  );
}

function Counts({ held }: { held: AgencyHoldings }) {
  const w = useWords(organisationWords);
  const { format } = useI18n();
  const counts = [
    [w('people'), held.people],
    [w('openRequests'), held.open_requests],
    [w('proposals'), held.proposals],
    [w('assets'), held.assets],
    [w('parts'), held.parts],
  ] as const;
  return (
    <dl className={classes.counts}>
      {counts.map(([label, count]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{format.number(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

function HoldingsSection({ versioned }: { versioned: VersionedAgency }) {
  const w = useWords(organisationWords);
  const queryClient = useQueryClient();
  const { agency } = versioned;
  const held = useQuery(holdingsQuery(agency.id));
  const [open, setOpen] = useState<'merge' | 'close' | 'reopen' | null>(null);
  const may = (action: (typeof agency.allowed_actions)[number]) => agency.allowed_actions.includes(action);
  const close = () => setOpen(null);
  const done = () => {
    void queryClient.invalidateQueries({ queryKey: agenciesKey });
    close();
  };
  return (
    <Section title={w('holdings')}>
      {held.isPending && <LoadingState lines={2} />}
      {held.isError && <ErrorState error={held.error} onRetry={() => held.refetch()} />}
      {held.data && <Counts held={held.data} />}
      <div className={classes.row}>
        {may('merge') && (
          <Button variant="default" onClick={() => setOpen('merge')}>
            {w('merge')}
          </Button>
        )}
        {may('close') && (
          <Button variant="default" onClick={() => setOpen('close')}>
            {w('close')}
          </Button>
        )}
        {may('reopen') && (
          <Button variant="default" onClick={() => setOpen('reopen')}>
            {w('reopen')}
          </Button>
        )}
      </div>
      {open === 'merge' && (
        <MergeDialog versioned={versioned} held={held.data} onDone={done} onClose={close} />
      )}
      {(open === 'close' || open === 'reopen') && (
        <ReasonDialog
          label={w('reason')}
          title={w(`${open}Title`, { name: agency.name })}
          text={w(`${open}Text`)}
          danger={open === 'close'}
          act={(reason) => endAgency(open, versioned, reason)}
          onDone={done}
          onClose={close}
        />
      )}
    </Section>
  );
}

interface MergeDialogProps {
  versioned: VersionedAgency;
  held: AgencyHoldings | undefined;
  onDone(): void;
  onClose(): void;
}

/** Shows what will move before it does. */
function MergeDialog({ versioned, held, onDone, onClose }: MergeDialogProps) {
  const w = useWords(organisationWords);
  const { agency } = versioned;
  const [into, setInto] = useState('');
  const agencies = useQuery(agencyListQuery(undefined, 'open'));
  return (
    <ReasonDialog
      label={w('reason')}
      title={w('mergeTitle', { name: agency.name })}
      text={w('mergeText', { name: agency.name })}
      danger
      fields={['into']}
      missing={into === '' ? { into: w('into') } : {}}
      act={(reason) => mergeAgency(versioned, into, reason)}
      onDone={onDone}
      onClose={onClose}
    >
      {held && <Counts held={held} />}
      <NativeSelect
        id={fieldId('alasan', 'into')}
        label={w('into')}
        value={into}
        data={[
          { value: '', label: w('chooseInto') },
          ...(agencies.data ?? [])
            .filter(({ id }) => id !== agency.id)
            .map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => setInto(event.currentTarget.value)}
      />
      <strong>{w('mergeFinal')}</strong>
    </ReasonDialog>
  );
}

function HistorySection({ id }: { id: string }) {
  const w = useWords(organisationWords);
  const { format } = useI18n();
  const history = useInfiniteQuery(agencyHistoryQuery(id));
  const items = history.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={w('history')}>
      {history.isPending && <LoadingState lines={3} />}
      {history.isError && <ErrorState error={history.error} onRetry={() => history.refetch()} />}
      {history.isSuccess && items.length === 0 && <p className={classes.quiet}>{w('noHistory')}</p>}
      {items.length > 0 && (
        <>
          <ol className={classes.history}>
            {items.map((item) => (
              <li key={item.id}>
                <HistoryItem item={item} />
                <div className={classes.quiet}>
                  {w('by', { time: format.dateTime(item.at), actor: item.actor })}
                </div>
              </li>
            ))}
          </ol>
          <LoadMore
            shown={items.length}
            hasMore={history.hasNextPage}
            loading={history.isFetchingNextPage}
            onMore={() => history.fetchNextPage()}
          />
        </>
      )}
    </Section>
  );
}

/** What the record says of one happening (api/organisation). */
interface HappeningData {
  into?: { name: string };
  from?: { name: string };
  reason?: string;
  moved?: AgencyHoldings;
}

function HistoryItem({ item }: { item: AgencyEvent }) {
  const w = useWords(organisationWords);
  const data = item.data as HappeningData;
  const changes =
    item.type === 'organisation_changed'
      ? Object.entries(item.changes as Record<string, [string, string]>)
      : [];
  const fields: Record<string, string> = {
    name: w('name'),
    short_name: w('shortName'),
    kind: w('kind'),
    parent: w('parent'),
  };
  const say = (field: string, value: string) =>
    field === 'kind' ? w(`kind.${value as 'agency'}`) : value || '–';
  return (
    <>
      <strong>{w(`event.${item.type}`, { name: data.into?.name ?? data.from?.name ?? '' })}</strong>
      {changes.map(([field, [from, to]]) => (
        <div key={field}>
          {w('fromTo', { field: fields[field] ?? field, from: say(field, from), to: say(field, to) })}
        </div>
      ))}
      {data.moved && (
        <div>
          {w('moved', {
            people: data.moved.people,
            requests: data.moved.open_requests,
            assets: data.moved.assets,
            parts: data.moved.parts,
          })}
        </div>
      )}
      {data.reason && <div>{data.reason}</div>}
    </>
  );
}
