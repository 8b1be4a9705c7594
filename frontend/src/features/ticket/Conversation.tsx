import { Button, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ApiError } from '~/api/problem';
import type { VersionedTicket } from '~/api/tickets';
import type { TicketEvent } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { describeError } from '~/ui/describeError';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import classes from './Conversation.module.css';
import { useTicketAction } from './useTicketAction';

interface ConversationProps {
  /** Messages are read by the applicant too; notes only by officers. */
  kind: 'messages' | 'notes';
  versioned: VersionedTicket;
  events: readonly TicketEvent[];
  /** Id of the person who reads, to tell their own words apart. */
  readerId: string;
}

const eventTypes = { messages: 'message_posted', notes: 'note_added' } as const;

/** What was said about a request, oldest first, and a field to say more where that is allowed. */
export function Conversation({ kind, versioned, events, readerId }: ConversationProps) {
  const { t, format, label } = useI18n();
  const said = events.filter((event) => event.type === eventTypes[kind]);
  const mayWrite = versioned.ticket.allowed_actions.includes(kind);
  if (!mayWrite && said.length === 0) return null;
  return (
    <Section title={t(`ticket.${kind}`)}>
      {kind === 'notes' && <p className={classes.hint}>{t('ticket.notesHint')}</p>}
      {said.length === 0 ? (
        <p className={classes.hint}>{kind === 'messages' ? t('ticket.noMessages') : t('ticket.noNotes')}</p>
      ) : (
        <ol className={classes.messages}>
          {said.map((event) => (
            <li key={event.id} data-own={event.actor.id === readerId || undefined}>
              <div className={classes.meta}>
                {event.actor.name && (
                  <>
                    <strong>{event.actor.name}</strong> ·{' '}
                  </>
                )}
                {label('role', event.actor.role)} ·{' '}
                <time dateTime={event.at}>{format.dateTime(event.at)}</time>
              </div>
              <div className={classes.text}>{String(event.data.text ?? '')}</div>
            </li>
          ))}
        </ol>
      )}
      {mayWrite && <Composer kind={kind} versioned={versioned} />}
    </Section>
  );
}

const longest = 2000;

function Composer({ kind, versioned }: Pick<ConversationProps, 'kind' | 'versioned'>) {
  const { t } = useI18n();
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const send = useTicketAction(versioned, kind, () => setText(''));
  const words = kind === 'messages' ? ('message' as const) : ('note' as const);
  const fault = missing
    ? t('form.requiredNamed', { label: t(`${words}.label`) })
    : send.error instanceof ApiError && send.error.fields[0]?.detail;
  return (
    <form
      noValidate
      className="no-print"
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(text.trim() === '');
        if (text.trim() !== '') send.mutate({ text: text.trim() });
      }}
    >
      <Stack gap="sm" align="flex-start">
        <Textarea
          w="100%"
          label={t(`${words}.label`)}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          maxLength={longest}
          autosize
          minRows={2}
          error={fault || undefined}
        />
        {send.isError && !fault && (
          <Notice tone="negative" live>
            {describeError(send.error, t).text}
          </Notice>
        )}
        <Button type="submit" variant="default" loading={send.isPending}>
          {t(`${words}.submit`)}
        </Button>
      </Stack>
    </form>
  );
}
