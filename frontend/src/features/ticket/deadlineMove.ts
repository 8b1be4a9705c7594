import type { TicketEvent } from '~/api/types';
import type { Format } from '~/i18n/format';
import { words } from '~/i18n/useWords';

/** The words of a due time that a change of the working time has moved. */
export const moveWords = words(
  {
    moved: 'Dari {from} menjadi {to}.',
    holiday_added: '{from} menjadi hari libur ({name}).',
    holiday_removed: '{from} bukan lagi hari libur ({name}).',
    holiday_changed: 'Keterangan hari libur {from} diubah.',
    period_added: 'Jam khusus {name} berlaku {from} sampai {to}.',
    period_removed: 'Jam khusus {name} ({from} sampai {to}) dicabut.',
    period_changed: 'Jam khusus {name} ({from} sampai {to}) diubah.',
    hours_changed: 'Jam layanan berubah mulai {from}.',
    day_of_receipt: 'Ketentuan tentang hari diterimanya permohonan berubah.',
  },
  {
    moved: 'From {from} to {to}.',
    holiday_added: '{from} has become a holiday ({name}).',
    holiday_removed: '{from} is no longer a holiday ({name}).',
    holiday_changed: 'The holiday of {from} was described anew.',
    period_added: 'Special hours of {name} apply from {from} to {to}.',
    period_removed: 'The special hours of {name} ({from} to {to}) were revoked.',
    period_changed: 'The special hours of {name} ({from} to {to}) were changed.',
    hours_changed: 'Service hours change from {from} on.',
    day_of_receipt: 'The rule about the day of receipt has changed.',
  },
);

/** One change of the working time, as the event carries it. */
interface CalendarChange {
  kind: Exclude<keyof typeof moveWords.id, 'moved'>;
  from?: string;
  to?: string;
  name?: string;
}

type Say = (key: keyof typeof moveWords.id, values: { from: string; to: string; name: string }) => string;

/** What a `deadline_moved` event tells: from when to when, and why. */
export function moveLines(data: TicketEvent['data'], say: Say, format: Format): string[] {
  const { from, to, why } = data as { from?: string; to?: string; why?: CalendarChange[] };
  if (!from || !to) return [];
  const date = (value: string | undefined) => (value ? format.date(value) : '');
  return [
    say('moved', { from: format.dateTime(from), to: format.dateTime(to), name: '' }),
    ...(why ?? []).map((change) =>
      say(change.kind, { from: date(change.from), to: date(change.to), name: change.name ?? '' }),
    ),
  ];
}
