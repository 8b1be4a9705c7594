import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { saveHoliday } from '~/api/calendar';
import type { Holiday, HolidayInput } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { DateField } from '~/ui/DateField';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { useCalendarChange } from './useCalendarChange';
import { calendarWords } from './words';

interface HolidayDialogProps {
  /** The one to change; null: a new one. */
  holiday: Holiday | null;
  year: number;
  onClose(): void;
  onDone(): void;
}

const form = 'libur';
const kinds = ['national', 'collective_leave', 'regional'] as const;

/** Adds or changes a holiday. */
export function HolidayDialog({ holiday, year, onClose, onDone }: HolidayDialogProps) {
  const { t } = useI18n();
  const w = useWords(calendarWords);
  useReturnFocus();
  const [input, setInput] = useState<HolidayInput>(
    holiday
      ? { date: holiday.date, name: holiday.name, kind: holiday.kind, source: holiday.source }
      : { date: `${year}-01-01`, name: '', kind: 'regional', source: '' },
  );
  const [missing, setMissing] = useState(0);
  const change = useCalendarChange((sent: HolidayInput) => saveHoliday(holiday, sent));
  const faults = (['date', 'name'] as const).filter((field) => input[field].trim() === '');
  const fault = (field: 'date' | 'name') =>
    missing > 0 && faults.includes(field) && t('form.requiredNamed', { label: w(field) });
  const summary =
    missing > 0 && faults.length > 0
      ? faults.map((field) => ({
          fieldId: fieldId(form, field),
          text: t('form.requiredNamed', { label: w(field) }),
        }))
      : serverErrors(form, change.error, ['date', 'name', 'kind', 'source'], t);
  const set = (part: Partial<HolidayInput>) => setInput((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (faults.length > 0) return setMissing(missing + 1);
    change.mutate(input, { onSuccess: onDone });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={holiday ? w('changeTitle') : w('addTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          <FormErrorSummary items={summary} attempt={missing + change.failureCount} />
          <DateField
            id={fieldId(form, 'date')}
            label={w('date')}
            value={input.date}
            error={fault('date')}
            data-autofocus
            onChange={(event) => set({ date: event.currentTarget.value })}
          />
          <TextInput
            id={fieldId(form, 'name')}
            label={w('name')}
            value={input.name}
            error={fault('name')}
            maxLength={200}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <NativeSelect
            id={fieldId(form, 'kind')}
            label={w('kind')}
            value={input.kind}
            data={kinds.map((kind) => ({ value: kind, label: w(`kind.${kind}`) }))}
            onChange={(event) => set({ kind: event.currentTarget.value as HolidayInput['kind'] })}
          />
          <TextInput
            id={fieldId(form, 'source')}
            label={w('source')}
            description={w('sourceHint')}
            value={input.source ?? ''}
            maxLength={300}
            onChange={(event) => set({ source: event.currentTarget.value })}
          />
          <div>{w('effect')}</div>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={change.isPending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={change.isPending}>
              {w('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
