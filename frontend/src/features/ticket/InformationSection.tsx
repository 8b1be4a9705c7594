import {
  Button,
  Checkbox,
  Group,
  Modal,
  NativeSelect,
  NumberInput,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import {
  answerObjection,
  informationQuery,
  object,
  recordDispute,
  type VersionedInformation,
  writeEntry,
} from '~/api/information';
import { attachmentFile, ticketsKey } from '~/api/tickets';
import type { InformationEntryInput, Objection } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { Attempt } from '~/lib/attempt';
import { office } from '~/lib/office';
import { todayInOffice } from '~/lib/officeTime';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { DateField } from '~/ui/DateField';
import { DownloadButton } from '~/ui/DownloadButton';
import { FileDrop } from '~/ui/FileDrop';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { informationWords } from '~/ui/informationWords';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import classes from './TicketPage.module.css';

type Open = { kind: 'objection' | 'entry' } | { kind: 'answer' | 'dispute'; objection: Objection };

/** What the law gives an applicant after a request for information, while it gives it; fed by its own query. */
export function InformationSection({ number, isApplicant }: { number: string; isApplicant: boolean }) {
  const { format } = useI18n();
  const w = useWords(informationWords);
  const found = useQuery(informationQuery(number));
  const [open, setOpen] = useState<Open | null>(null);
  const [saved, setSaved] = useState(false);
  if (!found.data) return null;
  const { request } = found.data;
  const nothing =
    request.rights.length === 0 && request.objections.length === 0 && request.allowed_actions.length === 0;
  if (nothing) return null;
  const timely = request.rights.some(({ kind }) => kind === 'objection');
  const lapsed = !timely && request.allowed_actions.includes('objections') && request.finding;
  const dialog = {
    versioned: found.data,
    onClose: () => setOpen(null),
    onDone: () => {
      setOpen(null);
      setSaved(true);
    },
  };
  return (
    <Section title={w('title')}>
      <Stack gap="md">
        <div role="status" className={classes.done}>
          {saved && <Notice tone="positive">{w('saved')}</Notice>}
        </div>
        {request.rights.map((right) => (
          <Notice
            key={right.kind + right.objection_id}
            tone="info"
            action={
              right.kind === 'objection' &&
              request.allowed_actions.includes('objections') && (
                <Button onClick={() => setOpen({ kind: 'objection' })}>{w('object')}</Button>
              )
            }
          >
            {w(isApplicant ? `right.${right.kind}` : `right.${right.kind}Of`, {
              date: format.date(right.last_date),
            })}
          </Notice>
        ))}
        {lapsed && (
          <Notice
            tone="info"
            action={
              <Button variant="default" onClick={() => setOpen({ kind: 'objection' })}>
                {w('object')}
              </Button>
            }
          >
            {w('lapsed', { date: format.date(lapsed.last_date) })}
          </Notice>
        )}
        {request.objections.length === 0 && <p className={classes.quiet}>{w('none')}</p>}
        {request.objections.map((objection) => (
          <ObjectionCard key={objection.id} objection={objection} onOpen={setOpen} />
        ))}
        {request.allowed_actions.includes('entry') && (
          <Group>
            <Button variant="default" onClick={() => setOpen({ kind: 'entry' })}>
              {w('entryEdit')}
            </Button>
          </Group>
        )}
      </Stack>
      {open?.kind === 'objection' && <ObjectDialog {...dialog} />}
      {open?.kind === 'entry' && <EntryDialog {...dialog} />}
      {open?.kind === 'answer' && <AnswerDialog {...dialog} objection={open.objection} />}
      {open?.kind === 'dispute' && <DisputeDialog {...dialog} objection={open.objection} />}
    </Section>
  );
}

function ObjectionCard({ objection, onOpen }: { objection: Objection; onOpen(open: Open): void }) {
  const { format } = useI18n();
  const w = useWords(informationWords);
  return (
    <article aria-label={w('objection', { date: format.date(objection.filed_at) })}>
      <h3>{w('objection', { date: format.date(objection.filed_at) })}</h3>
      <dl className={classes.facts}>
        <div>
          <dt>{w('foundOn')}</dt>
          <dd>{format.date(objection.found_on)}</dd>
        </div>
        <div>
          <dt>{w('reasons')}</dt>
          <dd>{objection.reasons.map((reason) => w(`reason.${reason}`)).join('\n')}</dd>
        </div>
        <div>
          <dt>{w('position')}</dt>
          <dd>{objection.position}</dd>
        </div>
        {objection.proxy_name && (
          <div>
            <dt>{w('proxyName')}</dt>
            <dd>
              {objection.proxy_name}, {objection.proxy_address}
            </dd>
          </div>
        )}
        {objection.decision ? (
          <div>
            <dt>{w('answeredAt')}</dt>
            <dd>
              {w(`decision.${objection.decision}`)}
              {objection.answered_at && ` (${format.date(objection.answered_at)})`}
              {'\n'}
              {objection.answer}
            </dd>
          </div>
        ) : (
          <div>
            <dt>{objection.answer_overdue ? w('answerLate') : w('answerDue')}</dt>
            <dd>
              {format.date(objection.answer_due_at)}
              {objection.answer_overdue && `\n${w('answerLateText')}`}
            </dd>
          </div>
        )}
        {objection.dispute && (
          <div>
            <dt>{w('disputed')}</dt>
            <dd>
              {objection.dispute.registration_number} ({format.date(objection.dispute.filed_on)})
            </dd>
          </div>
        )}
      </dl>
      <Group mt="sm" className="no-print">
        {objection.letter && (
          <DownloadButton file={attachmentFile(objection.letter)} variant="default" size="sm">
            {w('downloadLetter')}
          </DownloadButton>
        )}
        {objection.allowed_actions.includes('answer') && (
          <Button onClick={() => onOpen({ kind: 'answer', objection })}>{w('answer')}</Button>
        )}
        {objection.allowed_actions.includes('dispute') && (
          <Button variant="default" onClick={() => onOpen({ kind: 'dispute', objection })}>
            {w('dispute')}
          </Button>
        )}
      </Group>
    </article>
  );
}

interface DialogProps {
  versioned: VersionedInformation;
  onDone(): void;
  onClose(): void;
}

interface FrameProps extends Omit<DialogProps, 'versioned'> {
  form: string;
  title: string;
  submitLabel: string;
  fields: readonly string[];
  send(): Promise<unknown>;
  children: ReactNode;
}

/** The frame of these forms: errors on top, fields, and the two ways out. */
function Frame({ form, title, submitLabel, fields, send, onDone, onClose, children }: FrameProps) {
  const { t } = useI18n();
  useReturnFocus();
  const queryClient = useQueryClient();
  const mutation = useMutation({
    mutationFn: send,
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ticketsKey });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutation.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      title={title}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          <FormErrorSummary
            items={serverErrors(form, mutation.error, fields, t)}
            attempt={mutation.failureCount}
          />
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={mutation.isPending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={mutation.isPending}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function ObjectDialog({ versioned, ...rest }: DialogProps) {
  const { t, format } = useI18n();
  const w = useWords(informationWords);
  const form = 'keberatan';
  const { finding, rights } = versioned.request;
  const grounds = finding?.reasons ?? [];
  const lapsed = !rights.some(({ kind }) => kind === 'objection');
  const attempt = useRef(new Attempt());
  const [foundOn, setFoundOn] = useState('');
  const [reasons, setReasons] = useState<string[]>([]);
  const [position, setPosition] = useState('');
  const [proxyName, setProxyName] = useState('');
  const [proxyAddress, setProxyAddress] = useState('');
  return (
    <Frame
      {...rest}
      form={form}
      title={w('object')}
      submitLabel={w('send')}
      fields={['reasons', 'position', 'found_on', 'proxy_name', 'proxy_address']}
      send={() => {
        const input = {
          reasons: reasons as typeof grounds,
          position,
          ...(foundOn && { found_on: foundOn }),
          ...(proxyName && { proxy_name: proxyName, proxy_address: proxyAddress }),
        };
        return object(versioned.request.number, input, attempt.current.keyFor(JSON.stringify(input)));
      }}
    >
      <Checkbox.Group label={w('reasons')} value={reasons} onChange={setReasons} required>
        <Stack gap="xs" mt="xs">
          {grounds.map((ground, index) => (
            <Checkbox
              key={ground}
              id={index === 0 ? fieldId(form, 'reasons') : undefined}
              value={ground}
              label={w(`reason.${ground}`)}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <Textarea
        id={fieldId(form, 'position')}
        label={w('position')}
        description={w('positionHint')}
        required
        autosize
        minRows={4}
        maxLength={4000}
        value={position}
        onChange={(event) => setPosition(event.currentTarget.value)}
      />
      {finding && (
        <DateField
          id={fieldId(form, 'found_on')}
          label={lapsed ? w('foundOn') : `${w('foundOn')} ${t('common.optional')}`}
          description={w(lapsed ? 'foundOnLapsed' : 'foundOnHint', { date: format.date(finding.from) })}
          required={lapsed}
          min={finding.from}
          max={todayInOffice()}
          value={foundOn}
          onChange={(event) => setFoundOn(event.currentTarget.value)}
        />
      )}
      <TextInput
        id={fieldId(form, 'proxy_name')}
        label={`${w('proxyName')} ${t('common.optional')}`}
        description={w('proxyHint')}
        maxLength={160}
        value={proxyName}
        onChange={(event) => setProxyName(event.currentTarget.value)}
      />
      {proxyName && (
        <TextInput
          id={fieldId(form, 'proxy_address')}
          label={w('proxyAddress')}
          required
          maxLength={400}
          value={proxyAddress}
          onChange={(event) => setProxyAddress(event.currentTarget.value)}
        />
      )}
    </Frame>
  );
}

const decisions = ['granted', 'partly', 'rejected'] as const;

function AnswerDialog({ versioned, objection, ...rest }: DialogProps & { objection: Objection }) {
  const w = useWords(informationWords);
  const form = 'tanggapan';
  const [decision, setDecision] = useState('');
  const [answer, setAnswer] = useState('');
  const [letter, setLetter] = useState<readonly File[]>([]);
  return (
    <Frame
      {...rest}
      form={form}
      title={w('answer')}
      submitLabel={w('answer')}
      fields={['decision', 'answer', 'letter']}
      send={() =>
        answerObjection({ number: versioned.request.number, id: objection.id, version: objection.version }, {
          decision: decision as (typeof decisions)[number],
          answer,
          ...(letter[0] && { letter: letter[0] }),
        } as never)
      }
    >
      <NativeSelect
        id={fieldId(form, 'decision')}
        label={w('decision')}
        required
        value={decision}
        onChange={(event) => setDecision(event.currentTarget.value)}
        data={[
          { value: '', label: w('choose') },
          ...decisions.map((one) => ({ value: one, label: w(`decision.${one}`) })),
        ]}
      />
      <Textarea
        id={fieldId(form, 'answer')}
        label={w('answerText')}
        required
        autosize
        minRows={4}
        maxLength={4000}
        value={answer}
        onChange={(event) => setAnswer(event.currentTarget.value)}
      />
      <FileDrop
        id={fieldId(form, 'letter')}
        label={w('letter')}
        required
        files={letter}
        onChange={setLetter}
        limit={office.fileLimit}
      />
    </Frame>
  );
}

function DisputeDialog({ versioned, objection, ...rest }: DialogProps & { objection: Objection }) {
  const w = useWords(informationWords);
  const form = 'sengketa';
  const [number, setNumber] = useState('');
  const [filedOn, setFiledOn] = useState('');
  return (
    <Frame
      {...rest}
      form={form}
      title={w('dispute')}
      submitLabel={w('dispute')}
      fields={['registration_number', 'filed_on']}
      send={() =>
        recordDispute(
          { number: versioned.request.number, id: objection.id, version: objection.version },
          { registration_number: number, filed_on: filedOn },
        )
      }
    >
      <TextInput
        id={fieldId(form, 'registration_number')}
        label={w('disputeNumber')}
        required
        maxLength={160}
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      <DateField
        id={fieldId(form, 'filed_on')}
        label={w('disputeOn')}
        required
        max={objection.dispute_until ?? undefined}
        value={filedOn}
        onChange={(event) => setFiledOn(event.currentTarget.value)}
      />
    </Frame>
  );
}

function EntryDialog({ versioned, ...rest }: DialogProps) {
  const w = useWords(informationWords);
  const form = 'register';
  const { decision, ...known } = versioned.request.entry;
  const [entry, setEntry] = useState<InformationEntryInput>({ ...known, ...(decision && { decision }) });
  const set = (part: Partial<InformationEntryInput>) => setEntry((now) => ({ ...now, ...part }));
  const line = (
    key: 'address' | 'occupation' | 'information' | 'purpose',
    label: string,
    maxLength: number,
  ) => ({
    id: fieldId(form, key),
    label,
    maxLength,
    value: entry[key] ?? '',
    onChange: (event: { currentTarget: { value: string } }) => set({ [key]: event.currentTarget.value }),
  });
  const choice = (key: 'held' | 'form' | 'access', label: string, options: [string, string][]) => (
    <NativeSelect
      id={fieldId(form, key)}
      label={label}
      value={entry[key]}
      onChange={(event) => set({ [key]: event.currentTarget.value } as Partial<InformationEntryInput>)}
      data={[{ value: '', label: w('choose') }, ...options.map(([value, text]) => ({ value, label: text }))]}
    />
  );
  return (
    <Frame
      {...rest}
      form={form}
      title={w('entry')}
      submitLabel={w('save')}
      fields={[
        'address',
        'occupation',
        'information',
        'purpose',
        'held',
        'form',
        'access',
        'decision',
        'ground',
        'notified_on',
        'provided_on',
        'cost',
        'payment',
      ]}
      send={() => writeEntry(versioned, entry)}
    >
      <TextInput {...line('address', w('address'), 400)} />
      <TextInput {...line('occupation', w('occupation'), 160)} />
      <Textarea {...line('information', w('information'), 8400)} autosize minRows={2} maxRows={8} />
      <Textarea {...line('purpose', w('purpose'), 2000)} autosize minRows={2} maxRows={8} />
      {choice('held', w('held'), [
        ['yes', w('held.yes')],
        ['no', w('held.no')],
      ])}
      {choice('form', w('form'), [
        ['soft', w('form.soft')],
        ['hard', w('form.hard')],
        ['both', w('form.both')],
      ])}
      {choice('access', w('access'), [
        ['view', w('access.view')],
        ['softcopy', w('access.softcopy')],
        ['hardcopy', w('access.hardcopy')],
      ])}
      <NativeSelect
        id={fieldId(form, 'decision')}
        label={w('decision')}
        value={entry.decision ?? ''}
        onChange={(event) => {
          const { decision: _, ...others } = entry;
          const value = event.currentTarget.value as NonNullable<InformationEntryInput['decision']> | '';
          setEntry(value ? { ...others, decision: value } : others);
        }}
        data={[
          { value: '', label: w('choose') },
          ...decisions.map((one) => ({ value: one, label: w(`decision.${one}`) })),
        ]}
      />
      {(entry.decision === 'rejected' || entry.decision === 'partly') && (
        <Textarea
          id={fieldId(form, 'ground')}
          label={w('ground')}
          required
          autosize
          minRows={2}
          maxLength={2000}
          value={entry.ground}
          onChange={(event) => set({ ground: event.currentTarget.value })}
        />
      )}
      <DateField
        id={fieldId(form, 'notified_on')}
        label={w('notifiedOn')}
        value={entry.notified_on}
        onChange={(event) => set({ notified_on: event.currentTarget.value })}
      />
      <DateField
        id={fieldId(form, 'provided_on')}
        label={w('providedOn')}
        value={entry.provided_on}
        onChange={(event) => set({ provided_on: event.currentTarget.value })}
      />
      <NumberInput
        id={fieldId(form, 'cost')}
        label={w('cost')}
        min={0}
        allowDecimal={false}
        thousandSeparator="."
        decimalSeparator=","
        value={entry.cost}
        onChange={(value) => set({ cost: Number(value) || 0 })}
      />
      <TextInput
        id={fieldId(form, 'payment')}
        label={w('payment')}
        maxLength={160}
        value={entry.payment}
        onChange={(event) => set({ payment: event.currentTarget.value })}
      />
    </Frame>
  );
}
