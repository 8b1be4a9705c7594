import { Button, Group, Stack } from '@mantine/core';
import type { FormEventHandler, ReactNode } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import { FormErrorSummary, type SummaryItem } from './FormErrorSummary';
import { UploadProgress } from './UploadProgress';

interface ActionFormProps {
  /** What is wrong, from the form or from the server. */
  summary: readonly SummaryItem[];
  attempt: number;
  pending: boolean;
  /** Of an upload under way; null when there is none. */
  fraction: number | null;
  submitLabel: string;
  /** For what cannot be taken back. */
  dangerous?: boolean;
  onSubmit: FormEventHandler<HTMLFormElement>;
  onCancel(): void;
  children: ReactNode;
}

/** The frame of every action's form: errors on top, fields, progress, and the two ways out. */
export function ActionForm({
  summary,
  attempt,
  pending,
  fraction,
  submitLabel,
  dangerous = false,
  onSubmit,
  onCancel,
  children,
}: ActionFormProps) {
  const { t } = useI18n();
  return (
    <form noValidate onSubmit={onSubmit}>
      <Stack gap="md">
        <FormErrorSummary items={summary} attempt={attempt} />
        {children}
        {fraction !== null && fraction > 0 && <UploadProgress fraction={fraction} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel} disabled={pending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={pending} {...(dangerous && { color: 'red.9' })}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
