import { Button, FileInput, Group, Modal, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { importHolidays } from '~/api/calendar';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { DataTable } from '~/ui/DataTable';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { Notice } from '~/ui/Notice';
import { useCalendarChange } from './useCalendarChange';
import { calendarWords } from './words';

const form = 'impor';

/** Brings holidays in from a file; first shows what that would do. */
export function ImportDialog({ onClose, onDone }: { onClose(): void; onDone(): void }) {
  const { t, format } = useI18n();
  const w = useWords(calendarWords);
  useReturnFocus();
  const [file, setFile] = useState<File | null>(null);
  const [missing, setMissing] = useState(0);
  const preview = useMutation({
    mutationFn: async (chosen: File) => importHolidays(await chosen.text(), true),
  });
  const apply = useCalendarChange(async (chosen: File) => importHolidays(await chosen.text(), false));
  const effective = preview.data?.filter(({ effect }) => effect !== 'same').length ?? 0;
  const summary =
    missing > 0 && !file
      ? [{ fieldId: fieldId(form, 'csv'), text: w('chooseFile') }]
      : serverErrors(form, apply.error ?? preview.error, ['csv'], t);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!file) return setMissing(missing + 1);
    if (effective > 0) return apply.mutate(file, { onSuccess: onDone });
    preview.mutate(file);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={w('importTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          <FormErrorSummary items={summary} attempt={missing + preview.failureCount + apply.failureCount} />
          <div>{w('importText')}</div>
          <FileInput
            id={fieldId(form, 'csv')}
            label={w('file')}
            accept=".csv,text/csv,text/plain"
            value={file}
            error={missing > 0 && !file && w('chooseFile')}
            onChange={(chosen) => {
              setFile(chosen);
              preview.reset();
              apply.reset();
            }}
          />
          {preview.data && effective === 0 && (
            <Notice tone="info" live>
              {w('nothingNew')}
            </Notice>
          )}
          {preview.data && (
            <DataTable
              caption={w('importTitle')}
              rows={preview.data}
              rowKey={({ line }) => String(line)}
              columns={[
                { key: 'date', title: w('date'), primary: true, cell: ({ date }) => format.weekday(date) },
                { key: 'name', title: w('name'), cell: ({ name }) => name },
                { key: 'kind', title: w('kind'), cell: ({ kind }) => w(`kind.${kind}`) },
                { key: 'effect', title: w('effectColumn'), cell: ({ effect }) => w(`effect.${effect}`) },
              ]}
            />
          )}
          {effective > 0 && <div>{w('effect')}</div>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={apply.isPending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={preview.isPending || apply.isPending}>
              {effective > 0 ? w('apply', { count: effective }) : w('preview')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
