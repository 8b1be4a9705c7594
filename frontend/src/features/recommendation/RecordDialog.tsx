import { valibotResolver } from '@hookform/resolvers/valibot';
import { Modal, Radio, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import * as v from 'valibot';
import { isOutdated } from '~/api/problem';
import { addRecord, type RecordKind } from '~/api/recommendationOffice';
import { proposalsKey, type VersionedProposal } from '~/api/recommendations';
import { ticketsKey } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { todayInOffice } from '~/lib/officeTime';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { ActionForm } from '~/ui/ActionForm';
import { DateField } from '~/ui/DateField';
import { FileField } from '~/ui/FileField';
import { fieldId, inputErrors, messageOf, serverErrors } from '~/ui/formErrors';
import { pdfSchema, textSchema } from '~/ui/formSchemas';
import { longestOfRecord } from './bounds';
import { officeWords } from './officeWords';
import { OpenPaper } from './Papers';
import classes from './RecordDialog.module.css';

interface RecordDialogProps {
  kind: RecordKind;
  versioned: VersionedProposal;
  onDone(): void;
  onCancel(): void;
}

const fields = ['decision', 'number', 'date', 'reason', 'file'] as const;

interface Values {
  decision: '' | 'approved' | 'refused';
  number: string;
  date: string;
  reason: string;
  file: File[];
}

/** Enters the office's verdict, its letter to the Ministry or the Ministry's consideration, with number, date and file. */
export function RecordDialog({ kind, versioned, onDone, onCancel }: RecordDialogProps) {
  const { t } = useI18n();
  const w = useWords(officeWords);
  useReturnFocus();
  const decides = kind !== 'ministry-letter';
  const { register, control, errors, frame } = useRecordForm({ kind, versioned, onDone });
  const id = (field: (typeof fields)[number]) => fieldId(kind, field);
  return (
    <Modal
      opened
      onClose={onCancel}
      closeOnClickOutside={false}
      title={w(kind)}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <ActionForm {...frame} submitLabel={w('save')} onCancel={onCancel}>
        <p className={classes.text}>{w(`${kind}.text`)}</p>
        {decides ? (
          <Controller
            name="decision"
            control={control}
            render={({ field }) => (
              <Radio.Group
                id={id('decision')}
                label={w('decision')}
                error={messageOf(errors.decision)}
                value={field.value}
                onChange={field.onChange}
              >
                <div className={classes.choices}>
                  <Radio value="approved" label={w(`${kind}.approved`)} />
                  <Radio value="refused" label={w(`${kind}.refused`)} />
                </div>
              </Radio.Group>
            )}
          />
        ) : (
          <div className={classes.draft}>
            <span>{w('ministry-letter.draft')}</span>
            <OpenPaper id={versioned.proposal.id} kind="ministry-letter" />
          </div>
        )}
        <TextInput
          id={id('number')}
          label={w('letterNumber')}
          error={errors.number?.message}
          autoComplete="off"
          {...register('number')}
        />
        <DateField
          id={id('date')}
          label={w('letterDate')}
          max={todayInOffice()}
          error={errors.date?.message}
          {...register('date')}
        />
        {decides && (
          <Textarea
            id={id('reason')}
            label={w('reason')}
            description={w('reasonHint')}
            autosize
            minRows={2}
            error={errors.reason?.message}
            {...register('reason')}
          />
        )}
        <FileField
          form={kind}
          name="file"
          control={control}
          label={w('file')}
          required={decides}
          disabled={frame.pending}
        />
      </ActionForm>
    </Modal>
  );
}

/** The form of a record; when somebody else was faster, the proposal is read again and what was typed stays. */
function useRecordForm({ kind, versioned, onDone }: Omit<RecordDialogProps, 'onCancel'>) {
  const { t, format } = useI18n();
  const w = useWords(officeWords);
  const queryClient = useQueryClient();
  const [fraction, setFraction] = useState<number | null>(null);
  const decides = kind !== 'ministry-letter';
  const schema = useMemo(() => {
    const required = (label: string) => t('form.requiredNamed', { label });
    return v.pipe(
      v.object({
        decision: decides
          ? v.picklist(['approved', 'refused'], required(w('decision')))
          : v.picklist(['', 'approved', 'refused']),
        number: textSchema(t, w('letterNumber'), longestOfRecord.number),
        date: v.pipe(v.string(), v.nonEmpty(required(w('letterDate')))),
        reason: v.pipe(
          v.string(),
          v.trim(),
          v.maxLength(longestOfRecord.note, t('form.tooLong', { max: longestOfRecord.note })),
        ),
        file: decides ? pdfSchema(t, format, { label: w('file') }) : pdfSchema(t, format),
      }),
      v.forward(
        v.partialCheck(
          [['decision'], ['reason']],
          ({ decision, reason }) => decision !== 'refused' || reason !== '',
          required(w('reason')),
        ),
        ['reason'],
      ),
    );
  }, [t, w, format, decides]);
  const { register, control, handleSubmit, formState } = useForm<Values>({
    resolver: valibotResolver(schema),
    defaultValues: { decision: '', number: '', date: '', reason: '', file: [] },
    shouldFocusError: false,
  });
  const { proposal, etag } = versioned;
  const recording = useMutation({
    mutationFn: ({ decision, number, date, reason, file: [file] }: Values) =>
      addRecord(
        proposal.id,
        kind,
        { number, date, file: file ?? null, ...(decision !== '' && { decision, reason }) },
        { etag, onProgress: setFraction },
      ),
    onSettled: () => setFraction(null),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: proposalsKey }),
        queryClient.invalidateQueries({ queryKey: ticketsKey }),
      ]);
      onDone();
    },
    onError: (error) =>
      isOutdated(error) ? queryClient.invalidateQueries({ queryKey: proposalsKey }) : undefined,
  });
  const faults = inputErrors(kind, formState.errors, fields);
  return {
    register,
    control,
    errors: formState.errors,
    frame: {
      summary: faults.length > 0 ? faults : serverErrors(kind, recording.error, fields, t),
      attempt: formState.submitCount + recording.failureCount,
      pending: recording.isPending,
      fraction,
      onSubmit: handleSubmit((values) => recording.mutate(values)),
    },
  };
}
