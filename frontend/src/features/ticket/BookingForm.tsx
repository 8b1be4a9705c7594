import { Checkbox, Stack, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { freeQuery, resourceKinds, type TicketBooking, ticketBookingQuery } from '~/api/bookings';
import type { VersionedTicket } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords, words } from '~/i18n/useWords';
import { office } from '~/lib/office';
import { instantAt, wallClock } from '~/lib/officeTime';
import { ActionForm } from '~/ui/ActionForm';
import { bookingWords } from '~/ui/bookingWords';
import { DateField } from '~/ui/DateField';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { ErrorState, LoadingState } from '~/ui/states';
import { useTimeSpan } from '~/ui/useTimeSpan';
import classes from './BookingForm.module.css';
import { useTicketAction } from './useTicketAction';

const formWords = words(
  {
    startDate: 'Tanggal mulai',
    startTime: 'Jam mulai',
    endDate: 'Tanggal selesai',
    endTime: 'Jam selesai',
    timeMissing: 'Isi tanggal dan jam mulai serta selesai.',
    given: 'Sumber daya yang dipakai',
    givenHint: 'Yang terpakai pada waktu itu, termasuk jedanya, tidak dapat dipilih.',
    free: 'Tersedia',
    takenBy: 'Terpakai: {who}',
    nothing: 'Belum ada sumber daya yang dapat dipesan. Admin menambahkannya di menu Sumber daya.',
    chooseTime: 'Isi waktu mulai dan selesai untuk melihat apa yang tersedia.',
    note: 'Catatan untuk pemohon',
    save: 'Simpan',
  },
  {
    startDate: 'First day',
    startTime: 'From',
    endDate: 'Last day',
    endTime: 'Until',
    timeMissing: 'Give day and time of beginning and end.',
    given: 'Resources used',
    givenHint: 'What is taken at that time, its pause included, cannot be chosen.',
    free: 'Free',
    takenBy: 'Taken: {who}',
    nothing: 'There is nothing to be booked yet. Admins add it under Resources.',
    chooseTime: 'Give beginning and end to see what is free.',
    note: 'Note to the applicant',
    save: 'Save',
  },
);

interface BookingFormProps {
  versioned: VersionedTicket;
  onDone(): void;
  onCancel(): void;
}

/** An officer gives the request its time and its resources. */
export function BookingForm(props: BookingFormProps) {
  const booking = useQuery(ticketBookingQuery(props.versioned.ticket.number));
  if (booking.isError) return <ErrorState error={booking.error} onRetry={() => booking.refetch()} />;
  if (!booking.data || booking.isFetching) return <LoadingState lines={4} />;
  return <Fields {...props} booking={booking.data} />;
}

const form = 'booking';

const clockOf = (instant: string | null | undefined) =>
  instant ? wallClock(new Date(instant), office.timeZone) : { date: '', time: '' };

function Fields({ versioned, onDone, onCancel, booking }: BookingFormProps & { booking: TicketBooking }) {
  const { t } = useI18n();
  const w = useWords(formWords);
  const say = useWords(bookingWords);
  const span = useTimeSpan();
  const { number } = versioned.ticket;
  const [start, setStart] = useState(clockOf(booking.start));
  const [end, setEnd] = useState(clockOf(booking.end));
  const [chosen, setChosen] = useState<string[]>(booking.resources.map(({ id }) => id));
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(0);
  const times = { start: start.date, start_time: start.time, end: end.date, end_time: end.time };
  const missing = Object.entries(times).find(([, value]) => !value)?.[0];
  const mutation = useTicketAction(versioned, 'booking', onDone);
  const from = missing ? '' : instantAt(start.date, start.time, office.timeZone);
  const to = missing ? '' : instantAt(end.date, end.time, office.timeZone);
  const inOrder = from < to;
  const free = useQuery({ ...freeQuery(from, to, resourceKinds, number), enabled: inOrder });
  const offered = inOrder ? free.data?.items : undefined;
  const summary =
    asked > 0 && missing
      ? [{ fieldId: fieldId(form, missing), text: w('timeMissing') }]
      : serverErrors(form, mutation.error, ['start', 'end', 'resources', 'note'], t);
  const fault = (field: string) => summary.find((item) => item.fieldId === fieldId(form, field))?.text;
  // Kinds that the request asks for come first.
  const kinds = [...resourceKinds].sort(
    (a, b) => Number(booking.kinds.includes(b)) - Number(booking.kinds.includes(a)),
  );
  return (
    <ActionForm
      summary={summary}
      attempt={asked + mutation.failureCount}
      pending={mutation.isPending}
      fraction={mutation.fraction}
      submitLabel={w('save')}
      onCancel={onCancel}
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(asked + 1);
        if (!missing)
          mutation.mutate({
            start: from,
            end: to,
            resources: chosen,
            ...(note.trim() && { note: note.trim() }),
          });
      }}
    >
      <div className={classes.times}>
        <DateField
          id={fieldId(form, 'start')}
          label={w('startDate')}
          error={fault('start')}
          value={start.date}
          onChange={(event) => setStart({ ...start, date: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          id={fieldId(form, 'start_time')}
          label={w('startTime')}
          error={fault('start_time')}
          value={start.time}
          onChange={(event) => setStart({ ...start, time: event.currentTarget.value })}
        />
        <DateField
          id={fieldId(form, 'end')}
          label={w('endDate')}
          error={fault('end')}
          min={start.date}
          value={end.date}
          onChange={(event) => setEnd({ ...end, date: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          id={fieldId(form, 'end_time')}
          label={w('endTime')}
          error={fault('end_time')}
          value={end.time}
          onChange={(event) => setEnd({ ...end, time: event.currentTarget.value })}
        />
      </div>
      <Checkbox.Group
        id={fieldId(form, 'resources')}
        label={w('given')}
        description={w('givenHint')}
        error={fault('resources')}
        value={chosen}
        onChange={setChosen}
      >
        {!inOrder && <p className={classes.quiet}>{w('chooseTime')}</p>}
        {offered?.length === 0 && <p className={classes.quiet}>{w('nothing')}</p>}
        <Stack gap="md" mt="sm">
          {kinds.map((kind) => {
            const items = offered?.filter(({ resource }) => resource.kind === kind) ?? [];
            return (
              items.length > 0 && (
                <fieldset key={kind} className={classes.kind}>
                  <legend>{say(`kind.${kind}`)}</legend>
                  {items.map(({ resource, free: isFree, taken }) => (
                    <Checkbox
                      key={resource.id}
                      value={resource.id}
                      label={resource.name}
                      disabled={!isFree && !chosen.includes(resource.id)}
                      description={
                        isFree
                          ? w('free')
                          : w('takenBy', {
                              who: taken
                                .map(
                                  (one) =>
                                    `${one.request?.number ?? say('otherRequest')}, ${span(one.start, one.end)}`,
                                )
                                .join('; '),
                            })
                      }
                    />
                  ))}
                </fieldset>
              )
            );
          })}
        </Stack>
      </Checkbox.Group>
      <Textarea
        id={fieldId(form, 'note')}
        label={`${w('note')} ${t('common.optional')}`}
        error={fault('note')}
        maxLength={2000}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </ActionForm>
  );
}
