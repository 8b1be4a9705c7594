import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords, words } from '~/i18n/useWords';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { FormErrorSummary } from './FormErrorSummary';
import { fieldId, serverErrors } from './formErrors';

const reasonWords = words({ confirm: 'Ya, lakukan' }, { confirm: 'Yes, do it' });

interface ReasonDialogProps {
  title: string;
  text: string;
  /** The label of the reason. */
  label: string;
  danger?: boolean;
  act(reason: string): Promise<unknown>;
  onDone(): void;
  onClose(): void;
  /** Fields before the reason. */
  children?: ReactNode;
  fields?: readonly string[];
  /** The labels of those that are still empty, by their names. */
  missing?: Readonly<Record<string, string>>;
}

const form = 'alasan';

/** Says what will happen, and asks why. */
export function ReasonDialog(props: ReasonDialogProps) {
  const {
    title,
    text,
    label,
    danger = false,
    act,
    onDone,
    onClose,
    children,
    fields = [],
    missing = {},
  } = props;
  const w = useWords(reasonWords);
  const { t } = useI18n();
  useReturnFocus();
  const [reason, setReason] = useState('');
  const [attempts, setAttempts] = useState(0);
  const empty = { ...missing, ...(reason.trim() === '' && { reason: label }) };
  const missed =
    attempts > 0 && Object.keys(empty).length > 0
      ? Object.entries(empty).map(([field, named]) => ({
          fieldId: fieldId(form, field),
          text: t('form.requiredNamed', { label: named }),
        }))
      : null;
  const change = useMutation({ mutationFn: () => act(reason.trim()), onSuccess: onDone });
  const summary = missed ?? serverErrors(form, change.error, [...fields, 'reason'], t);
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (Object.keys(empty).length > 0) return setAttempts(attempts + 1);
          change.mutate();
        }}
      >
        <Stack>
          <FormErrorSummary items={summary} attempt={attempts + change.failureCount} />
          <div>{text}</div>
          {children}
          <Textarea
            id={fieldId(form, 'reason')}
            label={label}
            error={summary.find(({ fieldId: id }) => id === fieldId(form, 'reason'))?.text}
            autosize
            minRows={2}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={change.isPending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={change.isPending} {...(danger && { color: 'red.9' })}>
              {w('confirm')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
