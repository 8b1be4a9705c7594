import { CloseButton, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Action, attachmentFile, ticketQuery } from '~/api/tickets';
import type { Ticket } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { DownloadButton } from '~/ui/DownloadButton';
import { DueDate } from '~/ui/DueDate';
import { Notice } from '~/ui/Notice';
import { StatusBadge } from '~/ui/StatusBadge';
import { ErrorState, LoadingState } from '~/ui/states';
import { ActionPanel } from './ActionPanel';
import { DuplicateHints } from './DuplicateHints';
import classes from './InboxPanel.module.css';
import { inboxWords } from './inboxWords';
import { ProposalNotice } from './ProposalNotice';
import { useActorName } from './useActorName';

/** A request beside the list: enough to decide, and its actions. */
export function InboxPanel({
  number,
  onClose,
  onRecused,
}: {
  number: string;
  onClose(): void;
  onRecused(): void;
}) {
  const { t } = useI18n();
  const w = useWords(inboxWords);
  const found = useQuery(ticketQuery(number));
  const [done, setDone] = useState<Action | null>(null);
  return (
    <section aria-label={w('panel')} className={classes.panel}>
      <header className={classes.head}>
        <Link to="/permohonan/$number" params={{ number }}>
          {w('openPage')}
          <span className="visually-hidden"> {number}</span>
        </Link>
        <CloseButton size="lg" aria-label={w('closePanel')} onClick={onClose} />
      </header>
      {found.isPending && <LoadingState lines={4} height={72} />}
      {found.isError && !found.data && <ErrorState error={found.error} onRetry={() => found.refetch()} />}
      <div role="status">{done && <Notice tone="positive">{t(`action.${done}.done`)}</Notice>}</div>
      {found.data && (
        <>
          <Facts ticket={found.data.ticket} />
          <ProposalNotice ticket={found.data.ticket} />
          <ActionPanel
            versioned={found.data}
            onDone={(action) => (action === 'recuse' ? onRecused() : setDone(action))}
          />
          <DuplicateHints number={number} />
        </>
      )}
    </section>
  );
}

function Facts({ ticket }: { ticket: Ticket }) {
  const { t, format } = useI18n();
  const w = useWords(inboxWords);
  const actorName = useActorName();
  const facts: [string, string | null | undefined][] = [
    [t('tickets.service'), ticket.service_type.name],
    [t('ticket.applicant'), ticket.applicant.name],
    [t('ticket.organisation'), ticket.organisation?.name],
    [t('ticket.submitted'), format.dateTime(ticket.submitted_at)],
    [w('record.agenda'), ticket.intake?.agenda_number],
    [w('record.letterNumber'), ticket.intake?.letter_number],
    [t('ticket.holder'), ticket.holder && actorName(ticket.holder)],
    [t('ticket.nextStep'), ticket.next_step?.name],
  ];
  return (
    <>
      <Title order={2} size="h4">
        {ticket.subject}
      </Title>
      <p className={classes.meta}>
        <span className={classes.number}>{ticket.number}</span> <StatusBadge {...ticket} />
      </p>
      <dl className={classes.facts}>
        <div>
          <dt>{t('ticket.due')}</dt>
          <dd>
            <DueDate dueAt={ticket.due_at} closed={ticket.status === 'done'} paused={ticket.returned} />
          </dd>
        </div>
        {facts.map(
          ([term, text]) =>
            text && (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{text}</dd>
              </div>
            ),
        )}
      </dl>
      {ticket.attachments.length > 0 && (
        <ul className={classes.files} aria-label={t('ticket.files')}>
          {ticket.attachments.map((file) => (
            <li key={file.id}>
              <span>{file.name}</span>
              <DownloadButton
                file={attachmentFile(file)}
                variant="default"
                size="compact-sm"
                aria-label={t('common.downloadNamed', { name: file.name })}
              >
                {t('common.download')}
              </DownloadButton>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
