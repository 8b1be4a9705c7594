import { Button, Checkbox, NativeSelect, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Booking, bookingsQuery, resourceKinds, resourcesQuery } from '~/api/bookings';
import { mayDo, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { office } from '~/lib/office';
import { todayInOffice, wallClock } from '~/lib/officeTime';
import { bookingWords } from '~/ui/bookingWords';
import { AlertIcon } from '~/ui/icons';
import { LinkButton } from '~/ui/LinkButton';
import { Page } from '~/ui/Page';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import classes from './BookingsPage.module.css';
import { otherMonth, weeksOf } from './month';
import { calendarWords } from './words';

const route = getRouteApi('/signed-in/pemesanan');

/** What is booked, month by month: a grid where there is room for one, and a list. */
export function BookingsPage() {
  const w = useWords(calendarWords);
  const { user } = useSession();
  return (
    <Page
      title={w('title')}
      lead={w('lead')}
      actions={
        mayDo(user, 'resource.manage') && (
          <LinkButton to="/admin/sumber-daya" variant="default" size="sm">
            {w('manage')}
          </LinkButton>
        )
      }
    >
      <Filters />
      <Calendar />
    </Page>
  );
}

const useMonth = () => route.useSearch().bulan ?? todayInOffice().slice(0, 7);

function Filters() {
  const w = useWords(calendarWords);
  const say = useWords(bookingWords);
  const { format } = useI18n();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const month = useMonth();
  const resources = useQuery(resourcesQuery(true));
  const change = (part: Partial<typeof search>) =>
    navigate({ search: (now) => ({ ...now, ...part }), replace: true, resetScroll: false });
  const thisMonth = todayInOffice().slice(0, 7);
  return (
    <search className={`${classes.filters} no-print`}>
      <fieldset className={classes.months} aria-label={w('month')}>
        <Button
          variant="default"
          onClick={() => change({ bulan: otherMonth(month, -1) })}
          aria-label={w('previous')}
        >
          ←
        </Button>
        <strong aria-live="polite">{format.month(month)}</strong>
        <Button
          variant="default"
          onClick={() => change({ bulan: otherMonth(month, 1) })}
          aria-label={w('next')}
        >
          →
        </Button>
        {month !== thisMonth && (
          <Button variant="subtle" onClick={() => change({ bulan: undefined })}>
            {w('thisMonth')}
          </Button>
        )}
      </fieldset>
      <NativeSelect
        label={w('kind')}
        value={search.jenis ?? ''}
        onChange={(event) => {
          const value = event.currentTarget.value;
          change({ jenis: resourceKinds.find((kind) => kind === value) });
        }}
        data={[
          { value: '', label: w('all') },
          ...resourceKinds.map((kind) => ({ value: kind, label: say(`kind.${kind}`) })),
        ]}
      />
      <NativeSelect
        label={w('resource')}
        value={search.sumber ?? ''}
        onChange={(event) => change({ sumber: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: w('all') },
          ...(resources.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Checkbox
        className={classes.asList}
        label={w('asList')}
        checked={search.tampilan === 'daftar'}
        onChange={(event) => change({ tampilan: event.currentTarget.checked ? 'daftar' : undefined })}
      />
    </search>
  );
}

/** A booking on one of its days. */
interface Entry {
  booking: Booking;
  /** From when until when on that day, such as `08.30–12.00`. */
  time: string;
}

const clock = (instant: string) => wallClock(new Date(instant), office.timeZone);

/** The bookings by day, also those that began before it and end after it. */
function byDay(bookings: readonly Booking[], days: readonly string[]): Map<string, Entry[]> {
  const all = new Map<string, Entry[]>();
  for (const booking of bookings) {
    const [start, end] = [clock(booking.start), clock(booking.end)];
    for (const day of days) {
      if (day < start.date || day > end.date || (day === end.date && end.time === '00:00')) continue;
      const from = day === start.date ? start.time : '00:00';
      const to = day === end.date ? end.time : '24:00';
      const entry = { booking, time: `${from}–${to}`.replaceAll(':', '.') };
      all.set(day, [...(all.get(day) ?? []), entry]);
    }
  }
  return all;
}

function Calendar() {
  const w = useWords(calendarWords);
  const { format } = useI18n();
  const { sumber, jenis, tampilan } = route.useSearch();
  const month = useMonth();
  const days = weeksOf(month);
  const list = useQuery(
    bookingsQuery({ from: days[0] ?? '', to: days.at(-1) ?? '', resource: sumber, kind: jenis }),
  );
  if (list.isPending) return <LoadingState lines={6} height={72} />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  const entries = byDay(list.data, days);
  const ofMonth = days.filter((day) => day.startsWith(month) && entries.has(day));
  return (
    <div className={classes.calendar} data-list={tampilan === 'daftar' || undefined}>
      <ol className={classes.grid} aria-label={w('calendarOf', { month: format.month(month) })}>
        {days.map((day) => (
          <li
            key={day}
            data-outside={!day.startsWith(month) || undefined}
            data-today={day === todayInOffice() || undefined}
          >
            <Day day={day} />
            {(entries.get(day) ?? []).map((entry) => (
              <EntryLine
                key={`${entry.booking.start}${entry.booking.request?.number}${entry.booking.resources[0]?.id}`}
                entry={entry}
              />
            ))}
          </li>
        ))}
      </ol>
      <div className={classes.list}>
        {ofMonth.length === 0 && (
          <EmptyState title={w('empty')} text={w('emptyText', { month: format.month(month) })} />
        )}
        {ofMonth.map((day) => (
          <section key={day} aria-labelledby={`hari-${day}`}>
            <Title order={2} size="h5" id={`hari-${day}`}>
              {format.weekday(day)}
            </Title>
            <ul>
              {(entries.get(day) ?? []).map((entry) => (
                <li
                  key={`${entry.booking.start}${entry.booking.request?.number}${entry.booking.resources[0]?.id}`}
                >
                  <EntryLine entry={entry} whole />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}

function Day({ day }: { day: string }) {
  const { format } = useI18n();
  const w = useWords(calendarWords);
  const weekday = format.weekday(day).split(',')[0];
  const today = day === todayInOffice() ? ` (${w('today')})` : '';
  return (
    <div className={classes.day}>
      <span className={classes.weekday} aria-hidden="true">
        {weekday}
      </span>
      <span aria-hidden="true">{Number(day.slice(8))}</span>
      <span className="visually-hidden">{format.weekday(day) + today}</span>
    </div>
  );
}

/** One booking: when, what for, with what; what one may not read is only taken. */
function EntryLine({ entry: { booking, time }, whole = false }: { entry: Entry; whole?: boolean }) {
  const say = useWords(bookingWords);
  const { request, resources, kinds, clash } = booking;
  const things =
    resources.length > 0
      ? resources.map(({ name }) => name).join(', ')
      : say('noneOf', { kinds: kinds.map((kind) => say(`kind.${kind}`)).join(', ') });
  return (
    <div className={classes.entry} data-clash={clash || undefined} data-taken={!request || undefined}>
      <span className={classes.time}>{time}</span>{' '}
      {clash && (
        <span className={classes.clash}>
          <AlertIcon size={14} /> {say('clash')}
        </span>
      )}
      <span className={classes.what}>
        {request ? (
          <Link to="/permohonan/$number" params={{ number: request.number }}>
            {request.subject}
          </Link>
        ) : (
          say('taken')
        )}
      </span>
      {whole && request?.organisation && <span className={classes.quiet}>{request.organisation}</span>}
      <span className={classes.quiet}>{things}</span>
    </div>
  );
}
