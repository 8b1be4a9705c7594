import { valibotResolver } from '@hookform/resolvers/valibot';
import { Button, NativeSelect, Radio, Stack, Textarea, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type Control, Controller, useForm, useWatch } from 'react-hook-form';
import * as v from 'valibot';
import { serviceQuery, servicesQuery } from '~/api/catalogue';
import {
  applicantsQuery,
  type OnBehalf,
  organisationsQuery,
  type RecordInput,
  recordTicket,
} from '~/api/inbox';
import { ApiError } from '~/api/problem';
import { receiptFile, ticketsKey } from '~/api/tickets';
import type { ApplicantOption, RecordedTicket } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { Attempt, fileIdentity } from '~/lib/attempt';
import { office } from '~/lib/office';
import { instantAt, wallClock } from '~/lib/officeTime';
import { CopyButton } from '~/ui/CopyButton';
import { DateField } from '~/ui/DateField';
import { DownloadButton } from '~/ui/DownloadButton';
import { FileField } from '~/ui/FileField';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { FormFields } from '~/ui/form/FormFields';
import { FormContextProvider } from '~/ui/form/formContext';
import type { Answers, Form } from '~/ui/form/types';
import { useFindings } from '~/ui/form/useFindings';
import { fieldId, inputErrors, serverErrors } from '~/ui/formErrors';
import { pdfSchema, textSchema } from '~/ui/formSchemas';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { UploadProgress } from '~/ui/UploadProgress';
import { SimilarHint } from './DuplicateHints';
import { inboxWords } from './inboxWords';
import { Prerequisites } from './Prerequisites';
import classes from './RecordPage.module.css';
import { UnsentFiles } from './UnsentFiles';
import { useLocalFiles } from './useLocalFiles';

const channels = ['paper', 'phone', 'email', 'in_person'] as const;

/** The counter writes down what came on paper, by phone, by email or in person; then the next one. */
export function RecordPage() {
  const w = useWords(inboxWords);
  const { t } = useI18n();
  const [recorded, setRecorded] = useState<RecordedTicket | null>(null);
  return (
    <Page
      title={w('record.title')}
      lead={w('record.lead')}
      crumbs={[{ label: t('inbox.title'), link: { to: '/kotak-masuk' } }]}
      narrow
    >
      {recorded ? (
        <Done ticket={recorded} onNext={() => setRecorded(null)} />
      ) : (
        <RecordForm onRecorded={setRecorded} />
      )}
    </Page>
  );
}

/** What to hand over: the numbers, and the code, which is never shown again. */
function Done({ ticket, onNext }: { ticket: RecordedTicket; onNext(): void }) {
  const { format } = useI18n();
  const w = useWords(inboxWords);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className={classes.done} aria-labelledby="recorded">
      <Title order={2} size="h3" id="recorded" ref={heading} tabIndex={-1}>
        {w('record.done')}
      </Title>
      <dl className={classes.facts}>
        <div>
          <dt>{w('record.agenda')}</dt>
          <dd className={classes.number}>{ticket.intake?.agenda_number}</dd>
        </div>
        <div>
          <dt>{w('record.number')}</dt>
          <dd className={classes.number}>{ticket.number}</dd>
        </div>
        {ticket.due_at && (
          <div>
            <dt>{w('record.due')}</dt>
            <dd>{format.dateTime(ticket.due_at)}</dd>
          </div>
        )}
        {ticket.code && (
          <div>
            <dt>{w('record.code')}</dt>
            <dd className={classes.number}>
              {ticket.code} <CopyButton value={ticket.code} label={w('record.copyCode')} />
            </dd>
            <dd className={classes.hint}>{w('record.codeHint')}</dd>
          </div>
        )}
      </dl>
      <div className={`${classes.buttons} no-print`}>
        <Button onClick={onNext}>{w('record.next')}</Button>
        <DownloadButton file={receiptFile(ticket.number)} variant="default">
          {w('record.receipt')}
        </DownloadButton>
        <LinkButton to="/permohonan/$number" params={{ number: ticket.number }} variant="subtle">
          {w('record.open')}
        </LinkButton>
      </div>
    </section>
  );
}

const form = 'catat';
const fields = [
  'channel',
  'received_on',
  'received_at',
  'late_reason',
  'applicant_id',
  'name',
  'contact',
  'organisation_id',
  'agency',
  'service_type',
  'held_before',
  'subject',
  'letter_number',
  'letter_date',
  'letter',
] as const;

const noForm: Form = { 'x-sections': [], properties: {} };
const noRemarks: ReadonlyMap<string, string> = new Map();

/** The choice of an agency that the house does not know. */
const otherAgency = 'other';

/** On whose behalf: of somebody with an account, or of a name. */
type Behalf = 'account' | 'name';

function useRecordSchema(behalf: Behalf) {
  const { t, format } = useI18n();
  const w = useWords(inboxWords);
  return useMemo(() => {
    const needed = (label: string) => v.pipe(v.string(), v.nonEmpty(t('form.requiredNamed', { label })));
    const atMost = (max: number) =>
      v.pipe(v.string(), v.trim(), v.maxLength(max, t('form.tooLong', { max })));
    const known = behalf === 'account';
    return v.object({
      channel: v.picklist(channels),
      received_on: needed(w('record.receivedOn')),
      received_at: needed(w('record.receivedAt')),
      late_reason: atMost(500),
      applicant_id: known ? needed(w('record.account')) : v.string(),
      name: known ? v.string() : textSchema(t, w('record.name'), 160),
      contact: known ? v.string() : textSchema(t, w('record.contact'), 160),
      organisation_id: v.string(),
      agency: atMost(160),
      service_type: needed(w('record.service')),
      subject: textSchema(t, w('record.subject'), 200),
      letter_number: atMost(100),
      letter_date: v.string(),
      letter: pdfSchema(t, format),
    });
  }, [t, w, format, behalf]);
}

type RecordValues = v.InferInput<ReturnType<typeof useRecordSchema>>;

type HeldBefore = Readonly<Record<string, string>>;

function toInput(values: RecordValues, behalf: Behalf, held: HeldBefore): RecordInput {
  const { received_on, received_at, letter, organisation_id, agency, ...rest } = values;
  const input: RecordInput = {
    channel: rest.channel,
    received_at: instantAt(received_on, received_at, office.timeZone),
    service_type: rest.service_type,
    subject: rest.subject,
    ...(rest.late_reason && { late_reason: rest.late_reason }),
    ...(rest.letter_number && { letter_number: rest.letter_number }),
    ...(rest.letter_date && { letter_date: rest.letter_date }),
    ...(letter[0] && { letter: letter[0] }),
    ...(Object.keys(held).length > 0 && {
      held_before: JSON.stringify(Object.entries(held).map(([kind, number]) => ({ kind, number }))),
    }),
  };
  if (behalf === 'account') return { ...input, applicant_id: rest.applicant_id };
  const known = organisation_id !== '' && organisation_id !== otherAgency;
  return {
    ...input,
    name: rest.name,
    contact: rest.contact,
    ...(known && { organisation_id }),
    ...(organisation_id === otherAgency && agency && { agency }),
  };
}

function RecordForm({ onRecorded }: { onRecorded(ticket: RecordedTicket): void }) {
  const { t } = useI18n();
  const w = useWords(inboxWords);
  const queryClient = useQueryClient();
  const attempt = useRef(new Attempt());
  const [fraction, setFraction] = useState<number | null>(null);
  const [now] = useState(() => wallClock(new Date(), office.timeZone));
  const [behalf, setBehalf] = useState<Behalf>('account');
  const [account, setAccount] = useState<ApplicantOption | null>(null);
  const [held, setHeld] = useState<HeldBefore>({});
  const { register, control, handleSubmit, formState } = useForm<RecordValues>({
    resolver: valibotResolver(useRecordSchema(behalf)),
    defaultValues: {
      channel: 'paper',
      received_on: now.date,
      received_at: now.time,
      late_reason: '',
      applicant_id: '',
      name: '',
      contact: '',
      organisation_id: '',
      agency: '',
      service_type: '',
      subject: '',
      letter_number: '',
      letter_date: '',
      letter: [],
    },
    shouldFocusError: false,
  });
  const { errors } = formState;
  const services = useQuery(servicesQuery());
  const [answers, setAnswers] = useState<Answers>({});
  const local = useLocalFiles();
  const organisations = useQuery(organisationsQuery());
  const [receivedOn, organisation, service, subject] = useWatch({
    control,
    name: ['received_on', 'organisation_id', 'service_type', 'subject'],
  });
  const chosen = useQuery({ ...serviceQuery(service), enabled: service !== '' });
  const asked = (service !== '' && chosen.data?.form) || noForm;
  const findings = useFindings({ form: asked, name: form, answers, files: local.files, lenient: true });
  const recording = useMutation({
    mutationFn: (values: RecordValues) => {
      const { letter, ...input } = toInput(values, behalf, held);
      const { answers: written, files } = local.toSend(asked, findings.checked.given);
      if (Object.keys(written).length > 0) input.answers = JSON.stringify(written);
      const content = JSON.stringify([
        input,
        values.letter.map(fileIdentity),
        files.map(({ key, file }) => [key, fileIdentity(file)]),
      ]);
      return recordTicket({ ...input, ...(letter && { letter }) }, files, {
        idempotencyKey: attempt.current.keyFor(content),
        onProgress: setFraction,
      });
    },
    onError: (error) => {
      if (error instanceof ApiError)
        findings.takeServerFindings(error.fields.filter(({ pointer }) => pointer.startsWith('/answers/')));
    },
    onMutate: () => setFraction(0),
    onSettled: () => setFraction(null),
    onSuccess: (ticket) => {
      void queryClient.invalidateQueries({ queryKey: ticketsKey, refetchType: 'none' });
      onRecorded(ticket);
    },
  });
  const problems = inputErrors(form, errors, fields);
  const summary = [
    ...(problems.length > 0 ? problems : serverErrors(form, withoutAnswers(recording.error), fields, t)),
    ...findings.summary,
  ];
  const agency =
    behalf === 'account' ? account?.organisation?.id : organisation === otherAgency ? '' : organisation;
  const whose: OnBehalf | null = agency
    ? { organisation: agency }
    : behalf === 'account' && account
      ? { applicant: account.id }
      : null;
  const late =
    receivedOn < now.date || errors.late_reason !== undefined || summary.some(isAbout('late_reason'));

  return (
    <form
      noValidate
      aria-label={w('record.form')}
      onSubmit={(event) => {
        const complete = findings.attempt();
        return handleSubmit((values) => complete && recording.mutate(values))(event);
      }}
    >
      <Stack gap="lg">
        <FormErrorSummary items={summary} attempt={formState.submitCount + recording.failureCount} />
        <Section title={w('record.how')}>
          <Stack gap="md">
            <Controller
              name="channel"
              control={control}
              render={({ field }) => (
                <Radio.Group aria-label={w('record.how')} value={field.value} onChange={field.onChange}>
                  <div className={classes.choices}>
                    {channels.map((channel) => (
                      <Radio key={channel} value={channel} label={w(`channel.${channel}`)} />
                    ))}
                  </div>
                </Radio.Group>
              )}
            />
            <div className={classes.pair}>
              <DateField
                id={fieldId(form, 'received_on')}
                max={now.date}
                label={w('record.receivedOn')}
                error={errors.received_on?.message}
                {...register('received_on')}
              />
              <TextInput
                id={fieldId(form, 'received_at')}
                type="time"
                label={w('record.receivedAt')}
                error={errors.received_at?.message}
                {...register('received_at')}
              />
            </div>
            {late && (
              <Textarea
                id={fieldId(form, 'late_reason')}
                label={w('record.lateReason')}
                description={w('record.lateHint')}
                autosize
                minRows={2}
                error={errors.late_reason?.message}
                {...register('late_reason')}
              />
            )}
          </Stack>
        </Section>
        <Section title={w('record.behalf')}>
          <Stack gap="md">
            <Radio.Group
              aria-label={w('record.behalf')}
              value={behalf}
              onChange={(value) => setBehalf(value === 'name' ? 'name' : 'account')}
            >
              <div className={classes.choices}>
                <Radio value="account" label={w('record.withAccount')} />
                <Radio value="name" label={w('record.withoutAccount')} />
              </div>
            </Radio.Group>
            {behalf === 'account' ? (
              <AccountField control={control} error={errors.applicant_id?.message} onChoose={setAccount} />
            ) : (
              <>
                <Notice tone="info">
                  <p>
                    {w('record.notice')}{' '}
                    <a href="/privasi" target="_blank" rel="noreferrer">
                      {w('record.noticeLink')}
                    </a>
                  </p>
                </Notice>
                <div className={classes.pair}>
                  <TextInput
                    id={fieldId(form, 'name')}
                    label={w('record.name')}
                    error={errors.name?.message}
                    {...register('name')}
                  />
                  <TextInput
                    id={fieldId(form, 'contact')}
                    label={w('record.contact')}
                    error={errors.contact?.message}
                    {...register('contact')}
                  />
                </div>
                <NativeSelect
                  id={fieldId(form, 'organisation_id')}
                  label={w('record.agency')}
                  error={errors.organisation_id?.message}
                  data={[
                    { value: '', label: w('record.noAgency') },
                    ...(organisations.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
                    { value: otherAgency, label: w('record.otherAgency') },
                  ]}
                  {...register('organisation_id')}
                />
                {organisation === otherAgency && (
                  <TextInput
                    id={fieldId(form, 'agency')}
                    label={w('record.agencyName')}
                    error={errors.agency?.message}
                    {...register('agency')}
                  />
                )}
              </>
            )}
          </Stack>
        </Section>
        <Section title={t('new.request')}>
          <Stack gap="md">
            <NativeSelect
              id={fieldId(form, 'service_type')}
              label={w('record.service')}
              error={errors.service_type?.message}
              data={[
                { value: '', label: w('record.chooseService') },
                ...(services.data ?? [])
                  .filter(({ channel }) => channel !== 'external')
                  .map(({ code, name }) => ({ value: code, label: name })),
              ]}
              {...register('service_type', {
                onChange: () => {
                  setHeld({});
                  setAnswers({});
                },
              })}
            />
            {service !== '' && (
              <div>
                <Prerequisites
                  service={service}
                  organisation={agency ?? ''}
                  held={held}
                  onHeld={setHeld}
                  form={form}
                  disabled={recording.isPending}
                />
              </div>
            )}
            <TextInput
              id={fieldId(form, 'subject')}
              label={w('record.subject')}
              error={errors.subject?.message}
              {...register('subject')}
            />
            {whose && <SimilarHint service={service} subject={subject} behalf={whose} />}
            <div className={classes.pair}>
              <TextInput
                id={fieldId(form, 'letter_number')}
                label={w('record.letterNumber')}
                error={errors.letter_number?.message}
                {...register('letter_number')}
              />
              <DateField
                id={fieldId(form, 'letter_date')}
                max={receivedOn}
                label={w('record.letterDate')}
                error={errors.letter_date?.message}
                {...register('letter_date')}
              />
            </div>
            <FileField
              form={form}
              name="letter"
              control={control}
              label={w('record.letter')}
              disabled={recording.isPending}
            />
          </Stack>
        </Section>
        {asked !== noForm && (
          <FormContextProvider
            value={{
              name: form,
              errors: findings.errors,
              warnings: findings.warnings,
              remarks: noRemarks,
              uploads: local,
              disabled: recording.isPending,
              onLeave: findings.onLeave,
            }}
          >
            <div>
              <p className={classes.hint}>{w('record.formHint')}</p>
              <FormFields form={asked} answers={answers} checked={findings.checked} onChange={setAnswers} />
              <UnsentFiles
                form={asked}
                answers={answers}
                asked={findings.checked.asked}
                files={local.files}
              />
            </div>
          </FormContextProvider>
        )}
        {fraction !== null && fraction > 0 && <UploadProgress fraction={fraction} />}
        <div>
          <Button type="submit" loading={recording.isPending}>
            {w('record.submit')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

/** What is wrong with an answer is told by the form itself. */
function withoutAnswers(error: unknown): unknown {
  if (!(error instanceof ApiError) || error.fields.length === 0) return error;
  const others = error.fields.filter(({ pointer }) => !pointer.startsWith('/answers/'));
  return others.length > 0 ? new ApiError({ ...error, detail: error.message, fields: others }) : null;
}

const isAbout =
  (field: string) =>
  (item: { fieldId?: string | undefined }): boolean =>
    item.fieldId === fieldId(form, field);

/** Looks for an applicant's account by name or agency. */
function AccountField({
  control,
  error,
  onChoose,
}: {
  control: Control<RecordValues>;
  error: string | undefined;
  onChoose(account: ApplicantOption | null): void;
}) {
  const w = useWords(inboxWords);
  const [text, setText] = useState('');
  const [query] = useDebouncedValue(text.trim(), 300);
  const found = useQuery({ ...applicantsQuery(query), enabled: query.length >= 2 });
  return (
    <>
      <TextInput
        type="search"
        label={w('record.findAccount')}
        description={w('record.findHint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Controller
        name="applicant_id"
        control={control}
        render={({ field }) => (
          <Radio.Group
            label={w('record.account')}
            id={fieldId(form, 'applicant_id')}
            tabIndex={-1}
            error={error}
            value={field.value}
            onChange={(id) => {
              field.onChange(id);
              onChoose(found.data?.find((account) => account.id === id) ?? null);
            }}
          >
            <div className={classes.accounts} role="status">
              {found.data?.length === 0 && <p className={classes.hint}>{w('record.noAccount')}</p>}
              {found.data?.map(({ id, name, organisation }) => (
                <Radio key={id} value={id} label={name} description={organisation?.name} />
              ))}
            </div>
          </Radio.Group>
        )}
      />
    </>
  );
}
