import type { TicketEvent } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { Timeline, type TimelineEntry } from '~/ui/Timeline';
import { useTimeSpan } from '~/ui/useTimeSpan';
import { moveLines, moveWords } from './deadlineMove';
import { useActorName } from './useActorName';

/** Events that want something of somebody, or end the request against the applicant's wish. */
const attention: readonly string[] = ['returned', 'rejected', 'cancelled'];

/** What happened to the request, oldest first; words of people are shown as they wrote them. */
export function EventTimeline({ events }: { events: readonly TicketEvent[] }) {
  const { t, label, format } = useI18n();
  const sayMove = useWords(moveWords);
  const actorName = useActorName();
  const span = useTimeSpan();
  const entries = events.map(({ id, type, at, actor, data }): TimelineEntry => {
    const name = actorName({
      ...actor,
      ...(actor.name && { user: { id: actor.id ?? '', name: actor.name } }),
    });
    const recipient = recipientOf(data);
    const lines = [
      typeof data.agenda_number === 'string' && t('event.agendaNumber', { number: data.agenda_number }),
      recipient && t('event.to', { recipient: actorName(recipient) }),
      typeof data.opinion === 'string' && label('opinion', data.opinion),
      ...wordsOf(type, data),
      ...missingOf(data).map((text) => t('event.prerequisiteMissing', { text })),
      ...(type === 'deadline_moved' ? moveLines(data, sayMove, format) : []),
      ...(type === 'booked' ? bookedLines(data, span) : []),
    ];
    return {
      key: id,
      title: label('event', type),
      at,
      by: actor.on_behalf_of
        ? `${name} ${t('event.deputyFor', { kind: t(`delegation.kind.${actor.on_behalf_of.kind}`), name: actor.on_behalf_of.name })}`
        : name,
      tone: attention.includes(type) ? 'attention' : 'done',
      children: lines.filter(Boolean).join('\n') || undefined,
    };
  });
  return <Timeline label={t('ticket.timeline')} entries={entries} />;
}

/** What the actor wrote; messages and notes have their own place on the page. */
function wordsOf(type: string, data: TicketEvent['data']): string[] {
  if (type === 'message_posted' || type === 'note_added') return [];
  return [data.instruction, data.reason, data.note].filter(
    (text): text is string => typeof text === 'string' && text !== '',
  );
}

/** The time that a request was given, and its resources. */
function bookedLines(
  { start, end, resources }: TicketEvent['data'],
  span: (start: string, end: string) => string,
): string[] {
  if (typeof start !== 'string' || typeof end !== 'string') return [];
  const names = Array.isArray(resources) ? resources.map((one: { name?: unknown }) => String(one?.name)) : [];
  return [span(start, end), ...names];
}

/** What a request lacked when the counter recorded it. */
function missingOf({ prerequisites_missing: missing }: TicketEvent['data']): string[] {
  return Array.isArray(missing) ? missing.filter((text): text is string => typeof text === 'string') : [];
}

/** To whom a request was passed, where the event tells. */
function recipientOf({ to }: TicketEvent['data']): { role: string; unit?: string } | undefined {
  if (typeof to !== 'object' || to === null || !('role' in to) || typeof to.role !== 'string')
    return undefined;
  return { role: to.role, ...('unit' in to && typeof to.unit === 'string' && { unit: to.unit }) };
}
