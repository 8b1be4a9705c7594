import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { type KeptService, setRetired } from '~/api/catalogueAdmin';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { serviceErrors } from './serviceErrors';
import { useServiceChange } from './useServiceChange';
import { catalogueWords } from './words';

interface RetireDialogProps {
  kept: KeptService;
  onClose(): void;
  onDone(text: string): void;
}

const form = 'tutup';

/** Closes a service to new requests, or opens it again; both need a reason. */
export function RetireDialog({ kept, onClose, onDone }: RetireDialogProps) {
  const w = useWords(catalogueWords);
  const { t } = useI18n();
  const { history, etag, service } = kept;
  const [retire] = useState(history.retired_at === null);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(0);
  const change = useServiceChange(() => setRetired(history.code, etag, retire, reason.trim()));
  const noReason = reason.trim() === '';
  const required = t('form.requiredNamed', { label: w('reason') });
  const summary =
    missing > 0 && noReason
      ? [{ fieldId: fieldId(form, 'reason'), text: required }]
      : (serviceErrors(change.error, w) ?? serverErrors(form, change.error, ['reason'], t));

  const submit = () => {
    if (noReason) return setMissing(missing + 1);
    change.mutate(undefined, {
      onSuccess: () => {
        onDone(retire ? w('retiredDone') : w('restoredDone'));
        onClose();
      },
    });
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={retire ? w('retireTitle', { name: service.name }) : w('restoreTitle', { name: service.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <FormErrorSummary items={summary} attempt={missing + change.failureCount} />
          <div>{retire ? w('retireText') : w('restoreText')}</div>
          <Textarea
            id={fieldId(form, 'reason')}
            label={w('reason')}
            error={missing > 0 && noReason && required}
            autosize
            minRows={2}
            maxLength={1000}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={change.isPending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={change.isPending} {...(retire && { color: 'red' })}>
              {retire ? w('retireSubmit') : w('restoreSubmit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
