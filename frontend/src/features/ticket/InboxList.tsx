import { Button, Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import type { RecipientChoice, TicketSummary } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { DueDate } from '~/ui/DueDate';
import { StatusBadge } from '~/ui/StatusBadge';
import classes from './InboxList.module.css';
import { inboxWords } from './inboxWords';
import { useActorName } from './useActorName';

interface InboxListProps {
  rows: readonly TicketSummary[];
  /** The number of the request that is read beside the list. */
  opened: string | undefined;
  selected: ReadonlyMap<string, number>;
  onSelect(ticket: TicketSummary): void;
  /** Reads a request beside the list; without it, its page opens. */
  onRead: ((ticket: TicketSummary) => void) | undefined;
  onTakeUp(ticket: TicketSummary): void;
  taking: boolean;
  onDispose(ticket: TicketSummary): void;
  /** Disposes to a usual receiver with one tap; without it, the receivers are asked for first. */
  onPreset: ((ticket: TicketSummary, to: RecipientChoice) => void) | undefined;
  disposing: boolean;
}

/** The requests as rows that a keyboard walks; on a phone, as cards. */
export function InboxList(props: InboxListProps) {
  const { t } = useI18n();
  return (
    <ul aria-label={t('inbox.title')} className={classes.rows}>
      {props.rows.map((ticket) => (
        <Row key={ticket.number} ticket={ticket} {...props} />
      ))}
    </ul>
  );
}

function Row({
  ticket,
  opened,
  selected,
  onSelect,
  onRead,
  onTakeUp,
  taking,
  onDispose,
  onPreset,
  disposing,
}: InboxListProps & { ticket: TicketSummary }) {
  const { t } = useI18n();
  const w = useWords(inboxWords);
  const actorName = useActorName();
  const { number, allowed_actions } = ticket;
  const presets = onPreset ? ticket.usual_recipients : [];
  const mayTakeUp = allowed_actions.includes('take-up');
  const read = (event: MouseEvent) => {
    if (!onRead || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onRead(ticket);
  };
  return (
    <li data-ticket={number} data-opened={opened === number || undefined} className={classes.row}>
      <span className={classes.select}>
        {mayTakeUp && (
          <Checkbox
            aria-label={w('select', { number })}
            checked={selected.has(number)}
            onChange={() => onSelect(ticket)}
          />
        )}
      </span>
      <div className={classes.what}>
        <Link
          to="/permohonan/$number"
          params={{ number }}
          onClick={read}
          aria-current={opened === number ? 'true' : undefined}
          className={classes.subject}
        >
          {ticket.subject}
        </Link>
        <div className={classes.facts}>
          <span className={classes.number}>{number}</span>
          <span>{ticket.service_type.name}</span>
          <span>{ticket.organisation?.name ?? ticket.applicant.name}</span>
        </div>
        <div className={classes.badges}>
          <StatusBadge {...ticket} />
          {ticket.urgency !== 'normal' && (
            <span className={classes.mark}>{t(`urgency.${ticket.urgency}`)}</span>
          )}
          {ticket.confidential && <span className={classes.mark}>{w('confidential')}</span>}
        </div>
      </div>
      <div className={classes.due}>
        <DueDate dueAt={ticket.due_at} closed={ticket.status === 'done'} paused={ticket.returned} />
      </div>
      <div className={classes.actions}>
        {mayTakeUp && (
          <Button
            size="sm"
            variant="light"
            disabled={taking}
            aria-label={t('inbox.takeUpNamed', { number })}
            onClick={() => onTakeUp(ticket)}
          >
            {t('inbox.takeUp')}
          </Button>
        )}
        {presets.map((to) => {
          const recipient = actorName({ role: to.role ?? '', unit: to.unit ?? '' });
          return (
            <Button
              key={recipient}
              variant="default"
              disabled={disposing}
              aria-label={w('presetNamed', { number, recipient })}
              className={classes.preset}
              onClick={() => onPreset?.(ticket, to)}
            >
              {w('preset', { recipient })}
            </Button>
          );
        })}
        {allowed_actions.includes('dispositions') && (
          <Button
            size="sm"
            variant={presets.length > 0 ? 'subtle' : 'default'}
            disabled={disposing}
            aria-label={w(presets.length > 0 ? 'quickOtherNamed' : 'quickNamed', { number })}
            onClick={() => onDispose(ticket)}
          >
            {w(presets.length > 0 ? 'quickOther' : 'quick')}
          </Button>
        )}
      </div>
    </li>
  );
}
