import { Button, Modal, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SeenTicket } from '~/api/inbox';
import { recipientsQuery, ticketQuery } from '~/api/tickets';
import type { RecipientChoice, Ticket } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { Notice } from '~/ui/Notice';
import { ErrorState, LoadingState } from '~/ui/states';
import { ActionDialog } from './ActionDialog';
import { inboxWords } from './inboxWords';
import { useActorName } from './useActorName';
import { quickInstruction } from './useQuickDisposition';

export type RowActionName = 'dispositions' | 'return' | 'quick';

interface RowActionProps {
  number: string;
  action: RowActionName;
  onDone(said: string): void;
  onQuick(ticket: SeenTicket, to: RecipientChoice): void;
  onClose(): void;
}

/** An action on a request of the list, in a dialog over it; the request is read first. */
export function RowAction({ number, action, onDone, onQuick, onClose }: RowActionProps) {
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
      {found.data && (
        <QuickDisposition
          ticket={found.data.ticket}
          onChoose={(to) => {
            onClose();
            onQuick(found.data.ticket, to);
          }}
        />
      )}
    </Modal>
  );
}

/** The receivers as buttons, the next step's first: choosing one sends. */
function QuickDisposition({ ticket, onChoose }: { ticket: Ticket; onChoose(to: RecipientChoice): void }) {
  const { t } = useI18n();
  const w = useWords(inboxWords);
  const actorName = useActorName();
  useReturnFocus();
  const recipients = useQuery(recipientsQuery(ticket.number));
  if (recipients.isPending) return <LoadingState lines={3} />;
  if (!recipients.data) return <ErrorState error={recipients.error} onRetry={() => recipients.refetch()} />;
  if (recipients.data.length === 0) return <Notice tone="info">{t('dispose.noRecipients')}</Notice>;
  const choices = recipients.data.map(({ role, unit }) => ({ role, ...(unit && { unit: unit.code }) }));
  const [next] = ticket.usual_recipients;
  const isNext = ({ role, unit }: RecipientChoice) => role === next?.role && unit === next?.unit;
  return (
    <Stack gap="sm">
      <p>
        <strong>{ticket.subject}</strong>
        <br />
        {w('quickLead', { instruction: quickInstruction })}
      </p>
      {choices
        .sort((a, b) => Number(isNext(b)) - Number(isNext(a)))
        .map((choice) => (
          <Button
            key={`${choice.role}/${choice.unit ?? ''}`}
            variant={isNext(choice) ? 'filled' : 'default'}
            justify="flex-start"
            h="auto"
            mih={44}
            py="xs"
            styles={{ label: { whiteSpace: 'normal', textAlign: 'start' } }}
            onClick={() => onChoose(choice)}
          >
            {isNext(choice) ? `${w('usual')}: ${actorName(choice)}` : actorName(choice)}
          </Button>
        ))}
    </Stack>
  );
}
