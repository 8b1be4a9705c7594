import { NativeSelect, Stack } from '@mantine/core';
import { useMemo } from 'react';
import * as v from 'valibot';
import type { VersionedTicket } from '~/api/tickets';
import { hasRole, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { ActionForm } from '~/ui/ActionForm';
import { FileField } from '~/ui/FileField';
import { pdfSchema } from '~/ui/formSchemas';
import { onlyFile, useActionForm } from './useActionForm';

interface AttachmentFormProps {
  versioned: VersionedTicket;
  onDone(): void;
  onCancel(): void;
}

/** Adds one file to a request. */
export function AttachmentForm({ versioned, onDone, onCancel }: AttachmentFormProps) {
  const { t, format } = useI18n();
  const { user } = useSession();
  // An applicant adds supporting papers; only officers keep papers that the applicant never sees.
  const kinds =
    user && versioned.ticket.applicant.id !== user.id && !hasRole(user, 'applicant')
      ? (['supporting', 'internal'] as const)
      : (['supporting'] as const);
  const schema = useMemo(
    () =>
      v.object({
        kind: v.picklist(['supporting', 'internal']),
        file: pdfSchema(t, format, { label: t('attach.file') }),
      }),
    [t, format],
  );
  const { register, control, frame } = useActionForm({
    action: 'attachments',
    versioned,
    onDone,
    schema,
    defaultValues: { kind: 'supporting' as 'supporting' | 'internal', file: [] as File[] },
    fields: ['kind', 'file'],
    toInput: ({ kind, file }) => ({ kind, file: onlyFile(file) }),
  });
  return (
    <Stack mt="md">
      <ActionForm {...frame} submitLabel={t('attach.submit')} onCancel={onCancel}>
        {kinds.length > 1 && (
          <NativeSelect
            label={t('attach.kind')}
            data={kinds.map((kind) => ({ value: kind, label: t(`ticket.kind.${kind}`) }))}
            {...register('kind')}
          />
        )}
        <FileField
          form="attachments"
          name="file"
          control={control}
          label={t('attach.file')}
          required
          disabled={frame.pending}
        />
      </ActionForm>
    </Stack>
  );
}
