import { Button, Group, Modal, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { act, recipientsQuery, ticketQuery, ticketsKey, type VersionedTicket } from '~/api/tickets';
import type { Recipient } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { describeError } from '~/ui/describeError';
import { Notice } from '~/ui/Notice';
import { ErrorState, LoadingState } from '~/ui/states';
import { ActionDialog } from './ActionDialog';
import { inboxWords } from './inboxWords';
import { useActorName } from './useActorName';

export type RowActionName = 'dispositions' | 'return' | 'quick';

interface RowActionProps {
  number: string;
  action: RowActionName;
  onDone(said: string): void;
  onClose(): void;
}

/** An action on a request of the list, in a dialog over it; the request is read first. */
export function RowAction({ number, action, onDone, onClose }: RowActionProps) {
  const { t } = useI18n();
  const w = useWords(inboxWords);
  const found = useQuery(ticketQuery(number));
  if (found.data && action !== 'quick')
    return (
      <ActionDialog
        action={action}
        versioned={found.data}
        onCancel={onClose}
        onDone={() => onDone(`${number}: ${t(`action.${action}.done`)}`)}
      />
    );
  return (
    <Modal
      opened
      onClose={onClose}
      title={w('quickNamed', { number })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {found.isPending && <LoadingState lines={3} />}
      {found.isError && !found.data && <ErrorState error={found.error} onRetry={() => found.refetch()} />}
      {found.data && <QuickDisposition versioned={found.data} onDone={onDone} />}
    </Modal>
  );
}

/** What a quick disposition says; it becomes part of an official paper, so it is not translated. */
const instruction = 'Tindak lanjuti sesuai ketentuan.';

/** The usual receivers as buttons: one tap chooses, another one sends. */
function QuickDisposition({ versioned, onDone }: { versioned: VersionedTicket; onDone(said: string): void }) {
  const { t } = useI18n();
  const w = useWords(inboxWords);
  const actorName = useActorName();
  useReturnFocus();
  const { ticket, etag } = versioned;
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<Recipient | null>(null);
  const recipients = useQuery(recipientsQuery(ticket.number));
  const name = ({ role, unit }: Recipient) => actorName({ role, ...(unit && { unit: unit.code }) });
  const send = useMutation({
    mutationFn: ({ role, unit }: Recipient) =>
      act(
        ticket.number,
        'dispositions',
        { to: { role, ...(unit && { unit: unit.code }) }, instruction, urgency: 'normal' },
        { etag },
      ),
    onSuccess: async (_, recipient) => {
      await queryClient.invalidateQueries({ queryKey: ticketsKey });
      onDone(w('disposed', { number: ticket.number, recipient: name(recipient) }));
    },
  });
  if (recipients.isPending) return <LoadingState lines={3} />;
  if (!recipients.data) return <ErrorState error={recipients.error} onRetry={() => recipients.refetch()} />;
  if (recipients.data.length === 0) return <Notice tone="info">{t('dispose.noRecipients')}</Notice>;
  if (chosen)
    return (
      <Stack>
        <p>
          <strong>{w('quickConfirm', { recipient: name(chosen) })}</strong>
          <br />“{instruction}”
        </p>
        {send.isError && (
          <Notice tone="negative" live>
            {describeError(send.error, t).text}
          </Notice>
        )}
        <Group>
          <Button data-autofocus loading={send.isPending} onClick={() => send.mutate(chosen)}>
            {w('quickSend')}
          </Button>
          <Button variant="default" disabled={send.isPending} onClick={() => setChosen(null)}>
            {w('quickOther')}
          </Button>
        </Group>
      </Stack>
    );
  const isNext = ({ role, unit }: Recipient) =>
    role === ticket.next_step?.role && (unit?.code ?? '') === (ticket.next_step?.unit ?? '');
  const ordered = [...recipients.data].sort((a, b) => Number(isNext(b)) - Number(isNext(a)));
  return (
    <Stack gap="sm">
      <p>
        <strong>{ticket.subject}</strong>
        <br />
        {w('quickLead', { instruction })}
      </p>
      {ordered.map((recipient) => (
        <Button
          key={`${recipient.role}/${recipient.unit?.code ?? ''}`}
          variant={isNext(recipient) ? 'filled' : 'default'}
          justify="flex-start"
          h="auto"
          mih={44}
          py="xs"
          styles={{ label: { whiteSpace: 'normal', textAlign: 'start' } }}
          onClick={() => setChosen(recipient)}
        >
          {isNext(recipient) ? `${w('usual')}: ${name(recipient)}` : name(recipient)}
        </Button>
      ))}
    </Stack>
  );
}
