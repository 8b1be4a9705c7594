import {
  Button,
  Checkbox,
  CloseButton,
  NativeSelect,
  Radio,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ComponentProps, type ReactNode, useMemo, useState } from 'react';
import { Controller, useFieldArray, useWatch } from 'react-hook-form';
import * as v from 'valibot';
import { officeQuery } from '~/api/settings';
import { askedFormQuery, recipientsQuery, type VersionedTicket } from '~/api/tickets';
import type { Recipient, Urgency } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { ActionForm } from '~/ui/ActionForm';
import { DateField } from '~/ui/DateField';
import { FileField } from '~/ui/FileField';
import { fieldPointers } from '~/ui/form/pointers';
import { fieldId, messageOf } from '~/ui/formErrors';
import { pdfSchema, textSchema } from '~/ui/formSchemas';
import { PlusIcon } from '~/ui/icons';
import { Notice } from '~/ui/Notice';
import { ErrorState, LoadingState } from '~/ui/states';
import { AssetFields, assetFieldNames, useNamedFaults } from './AssetFields';
import classes from './actionForms.module.css';
import { lastDayBefore, recipientChoice } from './recipients';
import { onlyFile, useActionForm } from './useActionForm';

/** The forms of the actions that ask for something; each lives in a dialog. */

export interface FormProps {
  versioned: VersionedTicket;
  onDone(): void;
  onCancel(): void;
}

const longest = 2000;

/** The disposition sheet: to whom, what to do, how urgent, until when. */
export function DispositionForm(props: FormProps) {
  return (
    <WithRecipients number={props.versioned.ticket.number}>
      {(recipients) => <DispositionFields {...props} recipients={recipients} />}
    </WithRecipients>
  );
}

function DispositionFields({
  versioned,
  onDone,
  onCancel,
  recipients,
}: FormProps & { recipients: Recipient[] }) {
  const { t, label } = useI18n();
  const lines = useQuery(officeQuery()).data?.value.instructions ?? [];
  const schema = useMemo(
    () =>
      v.pipe(
        v.object({
          recipient: v.pipe(v.string(), v.nonEmpty(t('form.requiredNamed', { label: t('dispose.to') }))),
          person: v.string(),
          copies: v.array(v.string()),
          instructions: v.array(v.string()),
          note: v.pipe(v.string(), v.trim(), v.maxLength(longest, t('form.tooLong', { max: longest }))),
          urgency: v.picklist(['normal', 'urgent', 'very_urgent']),
          confidential: v.boolean(),
          due_on: v.string(),
        }),
        v.forward(
          v.partialCheck(
            [['instructions'], ['note']],
            ({ instructions, note }) => instructions.length > 0 || note !== '',
            t('dispose.instructionRequired'),
          ),
          ['instructions'],
        ),
      ),
    [t],
  );
  const { register, control, errors, setValue, frame } = useActionForm({
    action: 'dispositions',
    versioned,
    onDone,
    schema,
    defaultValues: {
      recipient: recipients.length === 1 ? '0' : '',
      person: '',
      copies: [] as string[],
      instructions: [] as string[],
      note: '',
      urgency: 'normal' as Urgency,
      confidential: false,
      due_on: '',
    },
    fields: ['recipient', 'instructions', 'note', 'due_on'],
    names: { to: 'recipient', instruction: 'instructions' },
    toInput: ({ recipient, person, copies, instructions, note, urgency, confidential, due_on }) => ({
      to: recipientChoice(recipients, recipient, person),
      copies: copies
        .filter((index) => index !== recipient)
        .map((index) => recipientChoice(recipients, index, '')),
      instructions: lines.map(({ code }) => code).filter((code) => instructions.includes(code)),
      instruction: note,
      urgency,
      confidential,
      ...(due_on && { due_on }),
    }),
  });
  const responsible = useWatch({ control, name: 'recipient' });
  const chosen = recipients[Number(responsible || Number.NaN)];

  return (
    <ActionForm {...frame} submitLabel={t('dispose.submit')} onCancel={onCancel}>
      <RecipientSelect
        id={fieldId('dispositions', 'recipient')}
        recipients={recipients}
        error={errors.recipient?.message}
        {...register('recipient', { onChange: () => setValue('person', '') })}
      />
      <PersonSelect recipient={chosen} {...register('person')} />
      {recipients.length > 1 && (
        <details>
          <summary>{t('dispose.copies')}</summary>
          <Controller
            name="copies"
            control={control}
            render={({ field }) => (
              <Checkbox.Group
                aria-label={t('dispose.copies')}
                description={t('dispose.copiesHint')}
                value={field.value}
                onChange={field.onChange}
              >
                <div className={classes.checklist}>
                  {recipients.map(
                    ({ role, unit }, index) =>
                      String(index) !== responsible && (
                        <Checkbox
                          key={`${role} ${unit?.code ?? ''}`}
                          value={String(index)}
                          label={unit ? `${label('role', role)} – ${unit.name}` : label('role', role)}
                        />
                      ),
                  )}
                </div>
              </Checkbox.Group>
            )}
          />
        </details>
      )}
      <Controller
        name="instructions"
        control={control}
        render={({ field }) => (
          <Checkbox.Group
            label={t('dispose.instructions')}
            error={messageOf(errors.instructions)}
            value={field.value}
            onChange={field.onChange}
          >
            <div className={classes.checklist}>
              {lines.map(({ code, text }, index) => (
                <Checkbox
                  key={code}
                  id={index === 0 ? fieldId('dispositions', 'instructions') : undefined}
                  ref={index === 0 ? field.ref : undefined}
                  value={code}
                  label={text}
                />
              ))}
            </div>
          </Checkbox.Group>
        )}
      />
      <Textarea
        id={fieldId('dispositions', 'note')}
        label={t('dispose.note')}
        autosize
        minRows={2}
        error={errors.note?.message}
        {...register('note')}
      />
      <Controller
        name="urgency"
        control={control}
        render={({ field }) => (
          <Radio.Group label={t('dispose.urgency')} value={field.value} onChange={field.onChange}>
            <div className={classes.inline}>
              {(['normal', 'urgent', 'very_urgent'] as const).map((urgency) => (
                <Radio key={urgency} value={urgency} label={t(`urgency.${urgency}`)} />
              ))}
            </div>
          </Radio.Group>
        )}
      />
      <Checkbox
        label={t('dispose.confidential')}
        description={t('dispose.confidentialHint')}
        {...register('confidential')}
      />
      <DateField
        id={fieldId('dispositions', 'due_on')}
        label={`${t('dispose.dueOn')} ${t('common.optional')}`}
        error={errors.due_on?.message}
        {...register('due_on')}
      />
    </ActionForm>
  );
}

/** Hands the request on as it is. */
export function ForwardForm(props: FormProps) {
  return (
    <WithRecipients number={props.versioned.ticket.number} optional>
      {(recipients) => <ForwardFields {...props} recipients={recipients} />}
    </WithRecipients>
  );
}

function ForwardFields({ versioned, onDone, onCancel, recipients }: FormProps & { recipients: Recipient[] }) {
  const { t } = useI18n();
  const { next_step: next, branches, steps } = versioned.ticket;
  const failed = branches.find(({ on }) => on === 'verification_failed');
  const schema = useMemo(
    () =>
      v.object({
        recipient: v.string(),
        person: v.string(),
        note: v.pipe(v.string(), v.trim(), v.maxLength(longest, t('form.tooLong', { max: longest }))),
      }),
    [t],
  );
  const { register, control, errors, setValue, frame } = useActionForm({
    action: 'forward',
    versioned,
    onDone,
    schema,
    defaultValues: { recipient: next ? 'next' : '0', person: '', note: '' },
    fields: ['recipient', 'note'],
    names: { to: 'recipient' },
    toInput: ({ recipient, person, note }) => ({
      note,
      ...(recipient === 'failed' && { branch: 'verification_failed' as const }),
      ...(recipient !== 'failed' &&
        recipient !== 'next' && { to: recipientChoice(recipients, recipient, person) }),
    }),
  });
  const chosen = recipients[Number(useWatch({ control, name: 'recipient' }) || Number.NaN)];
  return (
    <ActionForm {...frame} submitLabel={t('forward.submit')} onCancel={onCancel}>
      <RecipientSelect
        id={fieldId('forward', 'recipient')}
        recipients={recipients}
        first={[
          ...(next ? [{ value: 'next', label: t('forward.next', { step: next.name }) }] : []),
          ...(failed
            ? [
                {
                  value: 'failed',
                  label: t('forward.failed', {
                    step: steps.find(({ key }) => key === failed.to)?.name ?? failed.to,
                  }),
                },
              ]
            : []),
        ]}
        error={errors.recipient?.message}
        {...register('recipient', { onChange: () => setValue('person', '') })}
      />
      <PersonSelect recipient={chosen} {...register('person')} />
      <Textarea
        id={fieldId('forward', 'note')}
        label={`${t('forward.note')} ${t('common.optional')}`}
        autosize
        minRows={2}
        error={errors.note?.message}
        {...register('note')}
      />
    </ActionForm>
  );
}

function WithRecipients({
  number,
  optional = false,
  children,
}: {
  number: string;
  /** The form has other ways to go. */
  optional?: boolean;
  children(recipients: Recipient[]): ReactNode;
}) {
  const { t } = useI18n();
  const recipients = useQuery(recipientsQuery(number));
  if (recipients.isPending) return <LoadingState lines={3} />;
  if (recipients.isError) return <ErrorState error={recipients.error} onRetry={() => recipients.refetch()} />;
  if (recipients.data.length === 0 && !optional)
    return <Notice tone="caution">{t('dispose.noRecipients')}</Notice>;
  return children(recipients.data);
}

type SelectProps = ComponentProps<typeof NativeSelect>;

function RecipientSelect({
  recipients,
  first,
  ...select
}: { recipients: Recipient[]; first?: { value: string; label: string }[] } & SelectProps) {
  const { t, label } = useI18n();
  return (
    <NativeSelect
      label={t('dispose.to')}
      data={[
        ...(first ?? [{ value: '', label: t('dispose.choose'), disabled: true }]),
        ...recipients.map(({ role, unit }, index) => ({
          value: String(index),
          label: unit ? `${label('role', role)} – ${unit.name}` : label('role', role),
        })),
      ]}
      {...select}
    />
  );
}

function PersonSelect({ recipient, ...select }: { recipient: Recipient | undefined } & SelectProps) {
  const { t, format } = useI18n();
  if (!recipient || recipient.users.length === 0) return null;
  const options = recipient.users.map(({ id, name, absent_until, on_behalf_of, recused }) => {
    const label = on_behalf_of
      ? t('delegation.actsFor', {
          kind: t(`delegation.kind.${on_behalf_of.kind}`),
          deputy: name,
          principal: on_behalf_of.name,
        })
      : name;
    if (recused) return { value: id, label: t('dispose.recused', { name: label }), disabled: true };
    if (!absent_until) return { value: id, label };
    const date = format.date(lastDayBefore(absent_until));
    return { value: id, label: t('dispose.absent', { name: label, date }), disabled: true };
  });
  return (
    <NativeSelect
      label={t('dispose.person')}
      data={[
        { value: '', label: t('dispose.anyone') },
        // A person may hold the role both on their own and for another.
        ...options.filter(({ value }, index) => options.findIndex((one) => one.value === value) === index),
      ]}
      {...select}
    />
  );
}

/** Sends the request back to the applicant, saying which points are to be mended. */
export function ReturnForm({ versioned, onDone, onCancel }: FormProps) {
  const { t, language } = useI18n();
  const form = useQuery(askedFormQuery(versioned.ticket.number)).data;
  const schema = useMemo(
    () =>
      v.object({
        reason: textSchema(t, t('return.reason'), longest),
        points: v.array(
          v.object({ pointer: v.string(), comment: textSchema(t, t('return.comment'), longest) }),
        ),
      }),
    [t],
  );
  const { register, control, errors, frame } = useActionForm({
    action: 'return',
    versioned,
    onDone,
    schema,
    defaultValues: { reason: '', points: [{ pointer: '/letter', comment: '' }] },
    fields: ['reason', 'points'],
    toInput: (values) => values,
  });
  const points = useFieldArray({ control, name: 'points' });
  return (
    <ActionForm {...frame} submitLabel={t('return.submit')} onCancel={onCancel}>
      <Textarea
        id={fieldId('return', 'reason')}
        label={t('return.reason')}
        description={t('return.reasonHint')}
        autosize
        minRows={3}
        error={errors.reason?.message}
        {...register('reason')}
      />
      <fieldset className={classes.points}>
        <legend>{t('return.points')}</legend>
        <Stack gap="sm">
          {points.fields.map((point, index) => (
            <div key={point.id} className={classes.point}>
              <NativeSelect
                label={t('return.point')}
                data={[
                  ...pointers.map(([value, key]) => ({ value, label: t(key) })),
                  ...(form ? [{ group: t('point.answers'), items: fieldPointers(form, language) }] : []),
                ]}
                {...register(`points.${index}.pointer`)}
              />
              <TextInput
                id={index === 0 ? fieldId('return', 'points') : undefined}
                label={t('return.comment')}
                error={errors.points?.[index]?.comment?.message}
                {...register(`points.${index}.comment`)}
              />
              <CloseButton
                size="lg"
                aria-label={t('return.removePoint', { index: index + 1 })}
                onClick={() => points.remove(index)}
              />
            </div>
          ))}
          <div>
            <Button
              variant="default"
              size="sm"
              leftSection={<PlusIcon size={16} />}
              onClick={() => points.append({ pointer: '/letter', comment: '' })}
            >
              {t('return.addPoint')}
            </Button>
          </div>
        </Stack>
      </fieldset>
    </ActionForm>
  );
}

/** Parts of a request that can be sent back, by their pointer. */
const pointers = [
  ['/letter', 'point.letter'],
  ['/subject', 'point.subject'],
  ['/files', 'point.files'],
  ['/answers', 'point.answers'],
] as const;

/** The applicant's answer to a return. */
export function ResubmitForm({ versioned, onDone, onCancel }: FormProps) {
  const { t, format } = useI18n();
  const schema = useMemo(
    () =>
      v.object({
        note: v.pipe(v.string(), v.trim(), v.maxLength(longest, t('form.tooLong', { max: longest }))),
        letter: pdfSchema(t, format),
        files: pdfSchema(t, format),
      }),
    [t, format],
  );
  const { register, control, errors, frame } = useActionForm({
    action: 'resubmit',
    versioned,
    onDone,
    schema,
    defaultValues: { note: '', letter: [] as File[], files: [] as File[] },
    fields: ['note', 'letter', 'files'],
    toInput: ({ note, letter, files }) => ({ note, letter: letter[0] ?? null, files }),
  });
  return (
    <ActionForm {...frame} submitLabel={t('resubmit.submit')} onCancel={onCancel}>
      <Textarea
        id={fieldId('resubmit', 'note')}
        label={`${t('resubmit.note')} ${t('common.optional')}`}
        description={t('resubmit.noteHint')}
        autosize
        minRows={2}
        error={errors.note?.message}
        {...register('note')}
      />
      <FileField
        form="resubmit"
        name="letter"
        control={control}
        label={t('resubmit.letter')}
        description={t('resubmit.letterHint')}
        disabled={frame.pending}
      />
      <FileField
        form="resubmit"
        name="files"
        control={control}
        label={t('resubmit.files')}
        multiple
        disabled={frame.pending}
      />
    </ActionForm>
  );
}

/** Closes the request with what it came to, and the answer letter. */
export function CompleteForm({ versioned, onDone, onCancel }: FormProps) {
  const { t, format } = useI18n();
  const [thing, setThing] = useState('');
  const schema = useMemo(
    () =>
      v.object({
        outcome: v.picklist(['fulfilled', 'approved']),
        note: v.pipe(v.string(), v.trim(), v.maxLength(longest, t('form.tooLong', { max: longest }))),
        letter: pdfSchema(t, format, { label: t('complete.letter') }),
      }),
    [t, format],
  );
  const { register, control, errors, frame } = useActionForm({
    action: 'complete',
    versioned,
    onDone,
    schema,
    defaultValues: { outcome: 'fulfilled' as 'fulfilled' | 'approved', note: '', letter: [] as File[] },
    fields: ['outcome', 'note', ...assetFieldNames, 'letter'],
    toInput: ({ outcome, note, letter }) => ({
      outcome,
      note,
      letter: onlyFile(letter),
      ...(thing && { asset: thing }),
    }),
  });
  const named = useNamedFaults(versioned.ticket.number, 'complete', frame.summary);
  return (
    <ActionForm {...frame} summary={named} submitLabel={t('complete.submit')} onCancel={onCancel}>
      <Controller
        name="outcome"
        control={control}
        render={({ field }) => (
          <Radio.Group label={t('complete.outcome')} value={field.value} onChange={field.onChange}>
            <div className={classes.inline}>
              <Radio id={fieldId('complete', 'outcome')} value="fulfilled" label={t('outcome.fulfilled')} />
              <Radio value="approved" label={t('outcome.approved')} />
            </div>
          </Radio.Group>
        )}
      />
      <Textarea
        id={fieldId('complete', 'note')}
        label={`${t('complete.note')} ${t('common.optional')}`}
        autosize
        minRows={2}
        error={errors.note?.message}
        {...register('note')}
      />
      <AssetFields
        number={versioned.ticket.number}
        form="complete"
        disabled={frame.pending}
        faults={frame.summary}
        onChange={setThing}
      />
      <FileField
        form="complete"
        name="letter"
        control={control}
        label={t('complete.letter')}
        required
        disabled={frame.pending}
      />
    </ActionForm>
  );
}

/** Closes the request without giving what was asked. */
export function RejectForm({ versioned, onDone, onCancel }: FormProps) {
  const { t, format } = useI18n();
  const schema = useMemo(
    () =>
      v.object({
        reason: textSchema(t, t('reject.reason'), longest),
        letter: pdfSchema(t, format, { label: t('reject.letter') }),
      }),
    [t, format],
  );
  const { register, control, errors, frame } = useActionForm({
    action: 'reject',
    versioned,
    onDone,
    schema,
    defaultValues: { reason: '', letter: [] as File[] },
    fields: ['reason', 'letter'],
    toInput: ({ reason, letter }) => ({ reason, letter: onlyFile(letter) }),
  });
  return (
    <ActionForm {...frame} submitLabel={t('reject.submit')} dangerous onCancel={onCancel}>
      <Notice tone="caution">{t('reject.warning')}</Notice>
      <Textarea
        id={fieldId('reject', 'reason')}
        label={t('reject.reason')}
        autosize
        minRows={3}
        error={errors.reason?.message}
        {...register('reason')}
      />
      <FileField
        form="reject"
        name="letter"
        control={control}
        label={t('reject.letter')}
        required
        disabled={frame.pending}
      />
    </ActionForm>
  );
}

/** The actions that ask for nothing but a reason. */
export function ReasonForm({
  action,
  versioned,
  onDone,
  onCancel,
}: FormProps & { action: 'cancel' | 'reopen' | 'extend' | 'recuse' }) {
  const { t } = useI18n();
  const schema = useMemo(
    () => v.object({ reason: textSchema(t, t(`${action}.reason`), longest) }),
    [t, action],
  );
  const { register, errors, frame } = useActionForm({
    action,
    versioned,
    onDone,
    schema,
    defaultValues: { reason: '' },
    fields: ['reason'],
    toInput: (values) => values,
  });
  return (
    <ActionForm
      {...frame}
      submitLabel={t(`${action}.submit`)}
      dangerous={action === 'cancel'}
      onCancel={onCancel}
    >
      {(action === 'cancel' || action === 'recuse') && (
        <Notice tone="caution">{t(`${action}.warning`)}</Notice>
      )}
      <Textarea
        id={fieldId(action, 'reason')}
        label={t(`${action}.reason`)}
        autosize
        minRows={2}
        error={errors.reason?.message}
        {...register('reason')}
      />
    </ActionForm>
  );
}
