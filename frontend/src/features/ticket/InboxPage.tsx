import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import { servicesQuery, unitsQuery } from '~/api/catalogue';
import { countsQuery, type SeenTicket, takeUpAll } from '~/api/inbox';
import { ticketsKey } from '~/api/tickets';
import type { RecipientChoice, TicketSummary } from '~/api/types';
import { mayDo, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useUrlText } from '~/lib/useUrlText';
import { describeError } from '~/ui/describeError';
import { PlusIcon, SearchIcon } from '~/ui/icons';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { EmptyState } from '~/ui/states';
import { ToggleChip } from '~/ui/ToggleChip';
import { InboxList } from './InboxList';
import classes from './InboxPage.module.css';
import { commonFilter, type InboxSearch, inboxFilter, inboxShows, isFiltered } from './inboxSearch';
import { inboxWords } from './inboxWords';
import type { RowActionName } from './RowAction';
import { SavedViews } from './SavedViews';
import { TicketResults } from './TicketResults';
import { useQuickDisposition } from './useQuickDisposition';
import { useShortcuts } from './useShortcuts';

const DispositionUndo = lazy(() =>
  import('./DispositionUndo').then((module) => ({ default: module.DispositionUndo })),
);
const InboxBoard = lazy(() => import('./InboxBoard').then((module) => ({ default: module.InboxBoard })));
const InboxPanel = lazy(() => import('./InboxPanel').then((module) => ({ default: module.InboxPanel })));
const RowAction = lazy(() => import('./RowAction').then((module) => ({ default: module.RowAction })));
const ShortcutsDialog = lazy(() =>
  import('./ShortcutsDialog').then((module) => ({ default: module.ShortcutsDialog })),
);

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** What was done on the page before, to be said here. */
    said?: string;
  }
}

const route = getRouteApi('/signed-in/kotak-masuk');

/** What waits for this officer, what runs out first on top: to be read, taken up and passed on from here. */
export function InboxPage() {
  const { t } = useI18n();
  const w = useWords(inboxWords);
  const { user } = useSession();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const wide = useMediaQuery('(min-width: 64em)', undefined, { getInitialValueInEffect: false }) ?? false;
  const change = (part: Partial<InboxSearch>) =>
    navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  const [help, setHelp] = useState(false);
  const [acting, setActing] = useState<{ number: string; action: RowActionName } | null>(null);
  const arrived = useLocation({ select: ({ state }) => state.said });
  const [said, setSaid] = useState<readonly string[]>(arrived ? [arrived] : []);
  const [selected, setSelected] = useState<ReadonlyMap<string, number>>(new Map());
  const rows = useRef<readonly TicketSummary[]>([]);
  const bulk = useBulkTakeUp((lines) => {
    setSaid(lines);
    setSelected(new Map());
  });

  const quick = useQuickDisposition((number) => {
    setSaid([w('undone', { number })]);
    linkOf(number)?.focus();
  });
  const dispose = (ticket: SeenTicket, to: RecipientChoice) => {
    setSaid([]);
    quick.send.mutate({ ticket, to });
  };

  const toggle = (ticket: TicketSummary) => {
    if (!ticket.allowed_actions.includes('take-up')) return;
    setSelected((now) => {
      const next = new Map(now);
      if (!next.delete(ticket.number) && next.size < maxSelected) next.set(ticket.number, ticket.version);
      return next;
    });
  };
  const current = () => {
    const number = rowOf(document.activeElement) ?? search.open;
    return rows.current.find((ticket) => ticket.number === number);
  };
  const step = (by: 1 | -1) => {
    const now = current();
    const at = now ? rows.current.indexOf(now) + by : 0;
    const next = rows.current[at];
    if (!next) return;
    linkOf(next.number)?.focus();
    if (search.open) change({ open: next.number });
  };
  const act = (action: 'dispositions' | 'return') => {
    const ticket = current();
    if (!ticket) return;
    if (ticket.allowed_actions.includes(action)) setActing({ number: ticket.number, action });
    else setSaid([w('notPossible', { number: ticket.number })]);
  };
  const shortcuts = useShortcuts({
    j: () => step(1),
    ArrowDown: () => step(1),
    k: () => step(-1),
    ArrowUp: () => step(-1),
    x: () => {
      const ticket = current();
      if (ticket) toggle(ticket);
    },
    t: () => {
      const ticket = current();
      if (ticket?.allowed_actions.includes('take-up')) bulk.mutate([ticket]);
      else if (ticket) setSaid([w('notPossible', { number: ticket.number })]);
    },
    d: () => act('dispositions'),
    r: () => act('return'),
    '/': () => document.querySelector<HTMLInputElement>('#inbox-search')?.focus(),
    '?': () => setHelp(true),
    ...(search.open && { Escape: () => change({ open: undefined }) }),
  });

  if (!user) return null;
  return (
    <Page
      title={t('inbox.title')}
      lead={t('inbox.lead')}
      actions={
        <>
          <Button variant="default" onClick={() => setHelp(true)} className={classes.wideOnly}>
            {w('shortcuts')}
          </Button>
          {mayDo(user, 'ticket.record') && (
            <LinkButton to="/catat-permohonan" leftSection={<PlusIcon size={18} />}>
              {w('record.title')}
            </LinkButton>
          )}
        </>
      }
    >
      <Counters search={search} onChange={change} />
      <Filters search={search} onChange={change} />
      <SavedViews />
      <div role="status" className={classes.said}>
        {said.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      {[bulk.error, quick.send.error].map(
        (error) =>
          error && (
            <Notice key={error.message} tone="negative" live>
              {describeError(error, t).text}
            </Notice>
          ),
      )}
      {search.board ? (
        <Suspense>
          <InboxBoard search={search} />
        </Suspense>
      ) : (
        <div className={classes.split} data-open={(wide && search.open) || undefined}>
          <div className={classes.list}>
            <TicketResults
              filter={inboxFilter(search)}
              filtered={isFiltered(search)}
              empty={<EmptyState title={t('inbox.empty')} text={t('inbox.emptyText')} />}
            >
              {(found) => {
                rows.current = found;
                return (
                  <InboxList
                    rows={found}
                    opened={search.open}
                    selected={selected}
                    onSelect={toggle}
                    onRead={wide ? (ticket) => change({ open: ticket.number }) : undefined}
                    onTakeUp={(ticket) => bulk.mutate([ticket])}
                    taking={bulk.isPending}
                    onDispose={(ticket) => setActing({ number: ticket.number, action: 'quick' })}
                    onPreset={wide ? undefined : dispose}
                    disposing={quick.send.isPending}
                  />
                );
              }}
            </TicketResults>
          </div>
          {wide && search.open && (
            <Suspense>
              <InboxPanel
                key={search.open}
                number={search.open}
                onRecused={() => {
                  setSaid([`${search.open}: ${t('action.recuse.done')}`]);
                  change({ open: undefined });
                }}
                onClose={() => {
                  const number = search.open;
                  change({ open: undefined });
                  if (number) linkOf(number)?.focus();
                }}
              />
            </Suspense>
          )}
        </div>
      )}
      {selected.size > 0 && (
        <section aria-label={w('selected', { count: selected.size })} className={classes.bulk}>
          <strong>{w('selected', { count: selected.size })}</strong>
          <Button
            loading={bulk.isPending}
            onClick={() => bulk.mutate(Array.from(selected, ([number, version]) => ({ number, version })))}
          >
            {w('takeSelected')}
          </Button>
          <Button variant="default" onClick={() => setSelected(new Map())}>
            {w('clearSelection')}
          </Button>
        </section>
      )}
      {quick.send.isSuccess && (
        <Suspense>
          <DispositionUndo
            number={quick.send.data.number}
            to={quick.send.variables.to}
            pending={quick.undo.isPending}
            error={quick.undo.error}
            onUndo={() => quick.send.data && quick.undo.mutate(quick.send.data)}
            onClose={() => quick.send.reset()}
          />
        </Suspense>
      )}
      {acting && (
        <Suspense>
          <RowAction
            number={acting.number}
            action={acting.action}
            onQuick={dispose}
            onClose={() => setActing(null)}
            onDone={(line) => {
              setSaid([line]);
              setActing(null);
            }}
          />
        </Suspense>
      )}
      {help && (
        <Suspense>
          <ShortcutsDialog on={shortcuts.on} onSwitch={shortcuts.setOn} onClose={() => setHelp(false)} />
        </Suspense>
      )}
    </Page>
  );
}

/** As many as the server takes up at once. */
const maxSelected = 50;

const rowOf = (element: Element | null): string | undefined =>
  element?.closest<HTMLElement>('[data-ticket]')?.dataset.ticket;

const linkOf = (number: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-ticket="${CSS.escape(number)}"] a`);

/** Takes requests up and tells of each what became of it. */
function useBulkTakeUp(onDone: (lines: string[]) => void) {
  const w = useWords(inboxWords);
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (tickets: readonly SeenTicket[]) =>
      takeUpAll(tickets.map(({ number, version }) => ({ number, version }))),
    onSuccess: async (items) => {
      const taken = items.filter((item) => item.taken);
      onDone([
        ...(taken.length > 1
          ? [w('taken', { count: taken.length })]
          : taken.map(({ number }) => w('takenOne', { number }))),
        ...items.flatMap(({ number, problem }) =>
          problem ? [w('notTaken', { number, reason: problem.detail })] : [],
        ),
      ]);
      await queryClient.invalidateQueries({ queryKey: ticketsKey });
    },
  });
}

interface PartProps {
  search: InboxSearch;
  onChange(part: Partial<InboxSearch>): void;
}

/** How much waits, in the words that also narrow the list; on the board, whose requests it shows. */
function Counters({ search, onChange }: PartProps) {
  const w = useWords(inboxWords);
  const { format } = useI18n();
  const mine = useQuery(countsQuery({ ...commonFilter(search), holder: 'me' }));
  const returned = useQuery(countsQuery({ ...commonFilter(search), returned_by: 'me' }));
  const figure = (value: number | undefined) =>
    value === undefined
      ? '…'
      : mine.data?.capped
        ? w('more', { count: format.number(value) })
        : format.number(value);
  const figures = {
    new: figure(mine.data?.waiting),
    working: figure(mine.data?.in_progress),
    overdue: figure(mine.data?.overdue),
    soon: figure(mine.data?.due_soon),
    returned: figure(returned.data?.total),
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's
    <div role="group" aria-label={w('counters')} className={`${classes.chips} no-print`}>
      <ToggleChip
        pressed={search.board ?? false}
        onChange={(on) => onChange({ board: on || undefined, open: undefined })}
      >
        {w('board')}
      </ToggleChip>
      {search.board ? (
        <ToggleChip pressed={search.mine ?? false} onChange={(on) => onChange({ mine: on || undefined })}>
          {w('mine')}
        </ToggleChip>
      ) : (
        <>
          <ToggleChip pressed={search.show === undefined} onChange={() => onChange({ show: undefined })}>
            {w('all', { count: figure(mine.data?.total) })}
          </ToggleChip>
          {inboxShows.map((show) => (
            <ToggleChip
              key={show}
              pressed={search.show === show}
              onChange={(on) => onChange({ show: on ? show : undefined })}
            >
              {w(show, { count: figures[show] })}
            </ToggleChip>
          ))}
        </>
      )}
    </div>
  );
}

function Filters({ search, onChange }: PartProps) {
  const { t } = useI18n();
  const w = useWords(inboxWords);
  const [query, setQuery] = useUrlText(search.q, (q) => onChange({ q }));
  const services = useQuery(servicesQuery());
  const units = useQuery(unitsQuery());
  const [opened, setOpened] = useState(false); // on a phone, where the fields would push the list away
  return (
    <>
      <div className={`${classes.phoneOnly} no-print`}>
        <ToggleChip pressed={opened} onChange={setOpened}>
          {w('filters')}
        </ToggleChip>
      </div>
      <search className={`${classes.filters} no-print`} data-open={opened || undefined}>
        <TextInput
          id="inbox-search"
          type="search"
          label={t('common.search')}
          placeholder={t('tickets.searchPlaceholder')}
          leftSection={<SearchIcon />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          className={classes.query}
        />
        <NativeSelect
          label={t('tickets.service')}
          value={search.service_type ?? ''}
          onChange={(event) => onChange({ service_type: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: t('tickets.allServices') },
            ...(services.data ?? []).map(({ code, name }) => ({ value: code, label: name })),
          ]}
        />
        <NativeSelect
          label={w('unit')}
          value={search.unit ?? ''}
          onChange={(event) => onChange({ unit: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: w('allUnits') },
            ...(units.data ?? []).map(({ code, name }) => ({ value: code, label: name })),
          ]}
        />
        <NativeSelect
          label={t('dispose.urgency')}
          value={search.urgency ?? ''}
          onChange={(event) =>
            onChange({ urgency: (event.currentTarget.value || undefined) as InboxSearch['urgency'] })
          }
          data={[
            { value: '', label: w('allUrgencies') },
            { value: 'normal', label: t('urgency.normal') },
            { value: 'urgent', label: t('urgency.urgent') },
            { value: 'very_urgent', label: t('urgency.very_urgent') },
          ]}
        />
        <ToggleChip
          pressed={search.confidential ?? false}
          onChange={(on) => onChange({ confidential: on || undefined })}
        >
          {w('confidential')}
        </ToggleChip>
        {isFiltered(search) && (
          <Button
            variant="subtle"
            onClick={() => {
              setQuery('');
              onChange({
                q: undefined,
                show: undefined,
                service_type: undefined,
                unit: undefined,
                urgency: undefined,
                confidential: undefined,
              });
            }}
          >
            {t('common.clearFilters')}
          </Button>
        )}
      </search>
    </>
  );
}
