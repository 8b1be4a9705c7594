import { Button, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Action, VersionedTicket } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import { describeError } from '~/ui/describeError';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import classes from './ActionPanel.module.css';
import {
  CompleteForm,
  DispositionForm,
  ForwardForm,
  ReasonForm,
  RejectForm,
  ResubmitForm,
  ReturnForm,
} from './actionForms';
import { useTicketAction } from './useTicketAction';

/** Actions that open a form, in the order in which they are offered: the usual way on first, the ways out last. */
const dialogs = [
  'resubmit',
  'dispositions',
  'complete',
  'forward',
  'return',
  'reopen',
  'reject',
  'cancel',
] as const;
type DialogAction = (typeof dialogs)[number];

/** Ways out: they are offered, not recommended. */
const quiet: readonly DialogAction[] = ['forward', 'return', 'reject', 'cancel'];

interface ActionPanelProps {
  versioned: VersionedTicket;
  onDone(action: Action): void;
}

/** What this person may do now; the server says so, and nothing else is shown. */
export function ActionPanel({ versioned, onDone }: ActionPanelProps) {
  const { t } = useI18n();
  const { ticket } = versioned;
  const [open, setOpen] = useState<DialogAction | null>(null);
  const takeUp = useTicketAction(versioned, 'take-up', () => onDone('take-up'));
  const mayTakeUp = ticket.allowed_actions.includes('take-up');
  const offered = dialogs.filter((action) => ticket.allowed_actions.includes(action));
  const primary = mayTakeUp ? undefined : offered.find((action) => !quiet.includes(action));
  // An open form stays, with what was typed, even when somebody else has just made its action impossible.
  if (!mayTakeUp && offered.length === 0 && open === null) return null;

  const formProps = {
    versioned,
    onCancel: () => setOpen(null),
    onDone: () => {
      if (open) onDone(open);
      setOpen(null);
    },
  };
  const forms: Record<DialogAction, ReactNode> = {
    dispositions: <DispositionForm {...formProps} />,
    forward: <ForwardForm {...formProps} />,
    return: <ReturnForm {...formProps} />,
    resubmit: <ResubmitForm {...formProps} />,
    complete: <CompleteForm {...formProps} />,
    reject: <RejectForm {...formProps} />,
    cancel: <ReasonForm action="cancel" {...formProps} />,
    reopen: <ReasonForm action="reopen" {...formProps} />,
  };

  return (
    <Section title={t('ticket.actions')} className="no-print">
      <div className={classes.actions}>
        {mayTakeUp && (
          <Button loading={takeUp.isPending} onClick={() => takeUp.mutate({})}>
            {t('action.take-up')}
          </Button>
        )}
        {offered.map((action) => (
          <Button
            key={action}
            variant={action === primary ? 'filled' : 'default'}
            onClick={() => setOpen(action)}
          >
            {t(`action.${action}`)}
          </Button>
        ))}
      </div>
      {takeUp.isError && (
        <div className={classes.error}>
          <Notice tone="negative" live>
            {describeError(takeUp.error, t).text}
          </Notice>
        </div>
      )}
      <Modal
        opened={open !== null}
        onClose={() => setOpen(null)}
        // What was typed is not lost by a slip of the pointer.
        closeOnClickOutside={false}
        title={open && t(`action.${open}`)}
        size="lg"
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {open && forms[open]}
      </Modal>
    </Section>
  );
}
