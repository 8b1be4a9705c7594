import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ticketBookingQuery } from '~/api/bookings';
import { useWords } from '~/i18n/useWords';
import { bookingWords } from '~/ui/bookingWords';
import type { Form } from '~/ui/form/types';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import { useTimeSpan } from '~/ui/useTimeSpan';
import booking from './BookingForm.module.css';
import classes from './TicketPage.module.css';

/** What is booked for the request, where its form books something, and what it clashes with. */
export function BookingSection({ number, form }: { number: string; form: Form }) {
  const w = useWords(bookingWords);
  const span = useTimeSpan();
  const books = Object.values(form.properties).some((field) => field['x-books']);
  const { data } = useQuery({ ...ticketBookingQuery(number), enabled: books });
  if (!data?.start || !data.end) return null;
  const asked = data.asked_start && data.asked_end ? span(data.asked_start, data.asked_end) : '';
  const given = span(data.start, data.end);
  return (
    <Section title={w('title')}>
      <dl className={classes.facts}>
        <div>
          <dt>{w('time')}</dt>
          <dd>{given}</dd>
        </div>
        {asked !== given && (
          <div>
            <dt>{w('asked')}</dt>
            <dd>{asked}</dd>
          </div>
        )}
        <div>
          <dt>{w('given')}</dt>
          <dd>
            {data.resources.length > 0
              ? data.resources.map(({ name }) => name).join('\n')
              : data.kinds.length > 0
                ? w('noneOf', { kinds: data.kinds.map((kind) => w(`kind.${kind}`)).join(', ') })
                : w('none')}
          </dd>
        </div>
      </dl>
      {data.clashes.length > 0 && (
        <div className={booking.clashes}>
          <Notice tone="caution" title={w('clashTitle')}>
            <p>{w('clashText')}</p>
            <ul>
              {data.clashes.map((clash) => (
                <li key={`${clash.start}${clash.request?.number}`}>
                  {clash.request ? (
                    <Link to="/permohonan/$number" params={{ number: clash.request.number }}>
                      {clash.request.number} – {clash.request.subject}
                    </Link>
                  ) : (
                    w('otherRequest')
                  )}
                  : {span(clash.start, clash.end)}
                  {clash.resources.length > 0 && ` (${clash.resources.map(({ name }) => name).join(', ')})`}
                </li>
              ))}
            </ul>
          </Notice>
        </div>
      )}
    </Section>
  );
}
