import { valibotResolver } from '@hookform/resolvers/valibot';
import { Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useForm } from 'react-hook-form';
import * as v from 'valibot';
import { isOutdated } from '~/api/problem';
import {
  correctRecord,
  type ProposalRecord,
  proposalsKey,
  type VersionedProposal,
} from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { todayInOffice } from '~/lib/officeTime';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { ActionForm } from '~/ui/ActionForm';
import { DateField } from '~/ui/DateField';
import { FileField } from '~/ui/FileField';
import { fieldId, inputErrors, serverErrors } from '~/ui/formErrors';
import { pdfSchema, textSchema } from '~/ui/formSchemas';
import { longestOfRecord } from './bounds';
import { lifeWords } from './lifeWords';
import classes from './RecordDialog.module.css';

interface CorrectionDialogProps {
  record: ProposalRecord;
  versioned: VersionedProposal;
  onDone(): void;
  onCancel(): void;
}

const fields = ['number', 'date', 'reason', 'why', 'file'] as const;
const form = 'perbaikan';

/** Puts a wrong number, date, text or file of a record right; it begins with what stands there. */
export function CorrectionDialog({ record, versioned, onDone, onCancel }: CorrectionDialogProps) {
  const { t } = useI18n();
  const w = useWords(lifeWords);
  useReturnFocus();
  const { register, control, errors, frame } = useCorrection({ record, versioned, onDone });
  const adjustment = record.kind === 'budget_adjustment';
  const id = (field: (typeof fields)[number]) => fieldId(form, field);
  return (
    <Modal
      opened
      onClose={onCancel}
      closeOnClickOutside={false}
      title={w('correctNamed', { record: w(`record.${record.kind}`) })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <ActionForm {...frame} submitLabel={w('correctSave')} onCancel={onCancel}>
        <p className={classes.text}>{w('correctText')}</p>
        {!adjustment && (
          <TextInput
            id={id('number')}
            label={w('correctNumber')}
            error={errors.number?.message}
            autoComplete="off"
            {...register('number')}
          />
        )}
        <DateField
          id={id('date')}
          label={w(adjustment ? 'adjustDate' : 'correctDate')}
          max={todayInOffice()}
          error={errors.date?.message}
          {...register('date')}
        />
        {record.kind !== 'ministry_letter' && (
          <Textarea
            id={id('reason')}
            label={w(adjustment ? 'adjustNote' : 'correctNote')}
            autosize
            minRows={2}
            error={errors.reason?.message}
            {...register('reason')}
          />
        )}
        <FileField
          form={form}
          name="file"
          control={control}
          label={w('correctFile')}
          description={w('correctFileHint')}
          disabled={frame.pending}
        />
        <Textarea
          id={id('why')}
          label={w('correctWhy')}
          autosize
          minRows={2}
          error={errors.why?.message}
          {...register('why')}
        />
      </ActionForm>
    </Modal>
  );
}

/** The form of a correction; when somebody else was faster, the proposal is read again and what was typed stays. */
function useCorrection({ record, versioned, onDone }: Omit<CorrectionDialogProps, 'onCancel'>) {
  const { t, format } = useI18n();
  const w = useWords(lifeWords);
  const queryClient = useQueryClient();
  const [fraction, setFraction] = useState<number | null>(null);
  const adjustment = record.kind === 'budget_adjustment';
  const explains = adjustment || record.decision === 'refused';
  const schema = useMemo(() => {
    const optional = (max: number) =>
      v.pipe(v.string(), v.trim(), v.maxLength(max, t('form.tooLong', { max })));
    return v.object({
      number: adjustment
        ? optional(longestOfRecord.number)
        : textSchema(t, w('correctNumber'), longestOfRecord.number),
      date: v.pipe(
        v.string(),
        v.nonEmpty(t('form.requiredNamed', { label: w(adjustment ? 'adjustDate' : 'correctDate') })),
      ),
      reason: explains
        ? textSchema(t, w(adjustment ? 'adjustNote' : 'correctNote'), longestOfRecord.note)
        : optional(longestOfRecord.note),
      why: textSchema(t, w('correctWhy'), longestOfRecord.why),
      file: pdfSchema(t, format),
    });
  }, [t, w, format, adjustment, explains]);
  const { register, control, handleSubmit, formState } = useForm<v.InferOutput<typeof schema>>({
    resolver: valibotResolver(schema),
    defaultValues: { number: record.number, date: record.date, reason: record.note, why: '', file: [] },
    shouldFocusError: false,
  });
  const { proposal, etag } = versioned;
  const correcting = useMutation({
    mutationFn: ({ file: [file], ...body }: v.InferOutput<typeof schema>) =>
      correctRecord(
        proposal.id,
        record.kind,
        { ...body, ...(file && { file }) },
        { etag, onProgress: setFraction },
      ),
    onSettled: () => setFraction(null),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: proposalsKey });
      onDone();
    },
    onError: (error) =>
      isOutdated(error) ? queryClient.invalidateQueries({ queryKey: proposalsKey }) : undefined,
  });
  const faults = inputErrors(form, formState.errors, fields);
  return {
    register,
    control,
    errors: formState.errors,
    frame: {
      summary: faults.length > 0 ? faults : serverErrors(form, correcting.error, fields, t),
      attempt: formState.submitCount + correcting.failureCount,
      pending: correcting.isPending,
      fraction,
      onSubmit: handleSubmit((values) => correcting.mutate(values)),
    },
  };
}
