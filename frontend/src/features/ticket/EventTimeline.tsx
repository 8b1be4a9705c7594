import type { TicketEvent } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { Timeline, type TimelineEntry } from '~/ui/Timeline';

/** Events that want something of somebody, or end the request against the applicant's wish. */
const attention: readonly string[] = ['returned', 'rejected', 'cancelled'];

/** What happened to the request, newest last; words of people are shown as they wrote them. */
export function EventTimeline({ events }: { events: readonly TicketEvent[] }) {
  const { t, label } = useI18n();
  const entries = events.map((event): TimelineEntry => {
    const by = [event.actor.name, label('role', event.actor.role)].filter(Boolean).join(', ');
    const behalf = event.actor.on_behalf_of;
    return {
      key: event.id,
      title: label('event', event.type),
      at: event.at,
      by: behalf ? `${by} ${t('event.onBehalfOf', { name: behalf.name })}` : by,
      tone: attention.includes(event.type) ? 'attention' : 'done',
      children: wordsOf(event),
    };
  });
  return <Timeline label={t('ticket.timeline')} entries={entries} />;
}

/** What the actor wrote; messages and notes have their own place on the page. */
function wordsOf({ type, data }: TicketEvent): string | undefined {
  if (type === 'message_posted' || type === 'note_added') return undefined;
  const words = [data.instruction, data.reason, data.note].filter(
    (text): text is string => typeof text === 'string' && text !== '',
  );
  return words.length > 0 ? words.join('\n') : undefined;
}
