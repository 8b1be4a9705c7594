import { Radio, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useMemo } from 'react';
import { Controller } from 'react-hook-form';
import * as v from 'valibot';
import { serviceQuery } from '~/api/catalogue';
import { useI18n } from '~/i18n/I18nProvider';
import { ActionForm } from '~/ui/ActionForm';
import { fieldId } from '~/ui/formErrors';
import { textSchema } from '~/ui/formSchemas';
import type { FormProps } from './actionForms';
import classes from './actionForms.module.css';
import { useActionForm } from './useActionForm';

const longest = 2000;
const short = 160;

/** Records that another body has to act, with the evidence of it; the bodies of the service are suggested. */
export function ExternalWaitForm({ versioned, onDone, onCancel }: FormProps) {
  const { t } = useI18n();
  const list = useId();
  const service = useQuery(serviceQuery(versioned.ticket.service_type.code));
  const schema = useMemo(
    () =>
      v.object({
        body: textSchema(t, t('wait.body'), short),
        reference: textSchema(t, t('wait.reference'), short),
        url: v.union([v.literal(''), v.pipe(v.string(), v.trim(), v.url(t('wait.urlFormat')))]),
        reason: textSchema(t, t('wait.reason'), longest),
      }),
    [t],
  );
  const { register, errors, frame } = useActionForm({
    action: 'external-waits',
    versioned,
    onDone,
    schema,
    defaultValues: { body: '', reference: '', url: '', reason: '' },
    fields: ['body', 'reference', 'url', 'reason'],
    toInput: ({ url, ...values }) => ({ ...values, ...(url && { url }) }),
  });
  return (
    <ActionForm {...frame} submitLabel={t('wait.submit')} onCancel={onCancel}>
      <TextInput
        id={fieldId('external-waits', 'body')}
        label={t('wait.body')}
        description={t('wait.bodyHint')}
        list={list}
        autoComplete="off"
        error={errors.body?.message}
        {...register('body')}
      />
      <datalist id={list}>
        {service.data?.external.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <TextInput
        id={fieldId('external-waits', 'reference')}
        label={t('wait.reference')}
        description={t('wait.referenceHint')}
        error={errors.reference?.message}
        {...register('reference')}
      />
      <TextInput
        id={fieldId('external-waits', 'url')}
        type="url"
        label={`${t('wait.url')} ${t('common.optional')}`}
        error={errors.url?.message}
        {...register('url')}
      />
      <Textarea
        id={fieldId('external-waits', 'reason')}
        label={t('wait.reason')}
        autosize
        minRows={2}
        error={errors.reason?.message}
        {...register('reason')}
      />
    </ActionForm>
  );
}

/** Ends a wait: the office says what came back, the applicant that their own step is done. */
export function NoteForm({
  action,
  versioned,
  onDone,
  onCancel,
}: FormProps & { action: 'resume' | 'confirm' }) {
  const { t } = useI18n();
  const schema = useMemo(
    () =>
      v.object({
        note: v.pipe(v.string(), v.trim(), v.maxLength(longest, t('form.tooLong', { max: longest }))),
      }),
    [t],
  );
  const { register, errors, frame } = useActionForm({
    action,
    versioned,
    onDone,
    schema,
    defaultValues: { note: '' },
    fields: ['note'],
    toInput: (values) => values,
  });
  return (
    <ActionForm {...frame} submitLabel={t(`${action}.submit`)} onCancel={onCancel}>
      <p className={classes.text}>{versioned.ticket.step.name}</p>
      <Textarea
        id={fieldId(action, 'note')}
        label={t(`${action}.note`)}
        description={t(`${action}.noteHint`)}
        autosize
        minRows={2}
        error={errors.note?.message}
        {...register('note')}
      />
    </ActionForm>
  );
}

/** The opinion of one of the reviewers of a step. */
export function ReviewForm({ versioned, onDone, onCancel }: FormProps) {
  const { t } = useI18n();
  const schema = useMemo(
    () =>
      v.object({
        opinion: v.picklist(['agree', 'agree_with_notes', 'disagree']),
        note: v.pipe(v.string(), v.trim(), v.maxLength(longest, t('form.tooLong', { max: longest }))),
      }),
    [t],
  );
  const { register, control, errors, frame } = useActionForm({
    action: 'reviews',
    versioned,
    onDone,
    schema,
    defaultValues: { opinion: 'agree' as 'agree' | 'agree_with_notes' | 'disagree', note: '' },
    fields: ['opinion', 'note'],
    toInput: (values) => values,
  });
  return (
    <ActionForm {...frame} submitLabel={t('reviews.submit')} onCancel={onCancel}>
      <Controller
        name="opinion"
        control={control}
        render={({ field }) => (
          <Radio.Group label={t('reviews.opinion')} value={field.value} onChange={field.onChange}>
            <div className={classes.inline}>
              {(['agree', 'agree_with_notes', 'disagree'] as const).map((opinion, index) => (
                <Radio
                  key={opinion}
                  id={index === 0 ? fieldId('reviews', 'opinion') : undefined}
                  value={opinion}
                  label={t(`opinion.${opinion}`)}
                />
              ))}
            </div>
          </Radio.Group>
        )}
      />
      <Textarea
        id={fieldId('reviews', 'note')}
        label={t('reviews.note')}
        description={t('reviews.noteHint')}
        autosize
        minRows={3}
        error={errors.note?.message}
        {...register('note')}
      />
    </ActionForm>
  );
}
