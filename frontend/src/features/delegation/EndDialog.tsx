import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import { useReturnFocus } from '~/lib/useReturnFocus';

interface EndDialogProps {
  title: string;
  pending: boolean;
  error: ReactNode;
  onEnd(reason: string): void;
  onClose(): void;
}

/** Asks why a delegation ends before its last day. */
export function EndDialog({ title, pending, error, onEnd, onClose }: EndDialogProps) {
  const { t } = useI18n();
  const [reason, setReason] = useState('');
  useReturnFocus();
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onEnd(reason.trim());
        }}
      >
        <Stack gap="md">
          {error}
          <p>{t('delegation.endWarning')}</p>
          <Textarea
            label={t('delegation.reason')}
            autosize
            minRows={2}
            maxLength={1000}
            required
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={pending} disabled={reason.trim() === ''}>
              {t('delegation.end')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
