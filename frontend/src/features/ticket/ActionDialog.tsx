import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import type { VersionedTicket } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import { useReturnFocus } from '~/lib/useReturnFocus';
import type { DialogAction } from './ActionPanel';
import {
  CompleteForm,
  DispositionForm,
  ForwardForm,
  ReasonForm,
  RejectForm,
  ResubmitForm,
  ReturnForm,
} from './actionForms';
import { BookingForm } from './BookingForm';
import { ExternalWaitForm, NoteForm, ReviewForm } from './waitForms';

interface ActionDialogProps {
  action: DialogAction;
  versioned: VersionedTicket;
  onDone(): void;
  onCancel(): void;
}

/** The form of one action, over the request that it is about. */
export function ActionDialog({ action, ...form }: ActionDialogProps) {
  const { t } = useI18n();
  useReturnFocus();
  const forms: Record<DialogAction, ReactNode> = {
    dispositions: <DispositionForm {...form} />,
    forward: <ForwardForm {...form} />,
    return: <ReturnForm {...form} />,
    resubmit: <ResubmitForm {...form} />,
    complete: <CompleteForm {...form} />,
    reject: <RejectForm {...form} />,
    cancel: <ReasonForm action="cancel" {...form} />,
    extend: <ReasonForm action="extend" {...form} />,
    'external-waits': <ExternalWaitForm {...form} />,
    resume: <NoteForm action="resume" {...form} />,
    confirm: <NoteForm action="confirm" {...form} />,
    reviews: <ReviewForm {...form} />,
    reopen: <ReasonForm action="reopen" {...form} />,
    recuse: <ReasonForm action="recuse" {...form} />,
    booking: <BookingForm {...form} />,
  };
  return (
    <Modal
      opened
      onClose={form.onCancel}
      // What was typed is not lost by a slip of the pointer.
      closeOnClickOutside={false}
      title={t(`action.${action}`)}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {forms[action]}
    </Modal>
  );
}
