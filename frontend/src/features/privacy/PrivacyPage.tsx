import {
  Button,
  Checkbox,
  Group,
  Modal,
  NativeSelect,
  Radio,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { peopleQuery } from '~/api/people';
import {
  type Affected,
  affectedBetween,
  affectedFile,
  allRequestsQuery,
  answerRequest,
  copiesOfGuest,
  copiesOfPerson,
  type PrivacyAnswerInput,
  type PrivacyRequest,
  privacyKey,
  processingQuery,
  type RetentionDue,
  retentionQuery,
  runRetention,
} from '~/api/privacy';
import { mayDo, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { office } from '~/lib/office';
import { instantAt } from '~/lib/officeTime';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { type Column, DataTable } from '~/ui/DataTable';
import { DownloadButton } from '~/ui/DownloadButton';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { LinkButton } from '~/ui/LinkButton';
import { LoadMore } from '~/ui/LoadMore';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { PrivacyNotice } from '~/ui/PrivacyNotice';
import { Section } from '~/ui/Section';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import classes from './PrivacyPages.module.css';
import { privacyWords } from './words';

/** What the law on personal data asks of the office, in one place. */
export function PrivacyPage() {
  const w = useWords(privacyWords);
  const { user } = useSession();
  return (
    <Page title={w('title')} lead={w('lead')}>
      <RequestSection />
      {mayDo(user, 'privacy.manage') && <CopySection />}
      <NoticeSection />
      <RetentionSection />
      <BreachSection />
      <ProcessingSection />
    </Page>
  );
}

/** The copy of somebody's data, for a person who asks at the counter and has shown who they are. */
function CopySection() {
  const w = useWords(privacyWords);
  const [find, setFind] = useState('');
  const [account, setAccount] = useState('');
  const [number, setNumber] = useState('');
  const q = find.trim();
  const people = useInfiniteQuery({ ...peopleQuery({ q }), enabled: q.length > 1 });
  const found = people.data?.pages.flatMap(({ items }) => items) ?? [];
  const guest = number.trim().toUpperCase();
  return (
    <Section title={w('copies')}>
      <p className={classes.quiet}>{w('copiesLead')}</p>
      <Stack>
        <div className={classes.pair}>
          <TextInput
            type="search"
            label={w('copyFind')}
            description={w('copyFindHint')}
            value={find}
            onChange={(event) => {
              setFind(event.currentTarget.value);
              setAccount('');
            }}
          />
          <NativeSelect
            label={w('copyAccount')}
            disabled={found.length === 0}
            value={account}
            onChange={(event) => setAccount(event.currentTarget.value)}
            data={[
              {
                value: '',
                label: w(
                  q.length > 1 && people.isSuccess && found.length === 0 ? 'copyNobody' : 'copyChoose',
                ),
              },
              ...found.map(({ id, name, username }) => ({ value: id, label: `${name} (${username})` })),
            ]}
          />
        </div>
        {account && <CopyButtons files={copiesOfPerson(account)} />}
        {people.isError && <ErrorState error={people.error} onRetry={() => people.refetch()} />}
        <div className={classes.pair}>
          <TextInput
            label={w('copyNumber')}
            placeholder="TKT-20260105-0001"
            value={number}
            onChange={(event) => setNumber(event.currentTarget.value)}
          />
        </div>
        {/^TKT-\d{8}-\d{4,}$/.test(guest) && <CopyButtons files={copiesOfGuest(guest)} />}
      </Stack>
    </Section>
  );
}

function CopyButtons({ files }: { files: ReturnType<typeof copiesOfPerson> }) {
  const w = useWords(privacyWords);
  return (
    <div className={classes.buttons}>
      <DownloadButton variant="default" file={files.pdf}>
        {w('copyPrint')}
      </DownloadButton>
      <DownloadButton variant="default" file={files.json}>
        {w('copy')}
      </DownloadButton>
    </div>
  );
}

function NoticeSection() {
  const w = useWords(privacyWords);
  const { user } = useSession();
  return (
    <Section
      title={w('noticeTitle')}
      aside={
        mayDo(user, 'privacy.manage') && (
          <LinkButton to="/admin/privasi/pemberitahuan" size="sm" variant="default">
            {w('noticeEdit')}
          </LinkButton>
        )
      }
    >
      <p className={classes.quiet}>{w('noticeWhere')}</p>
      <PrivacyNotice />
    </Section>
  );
}

function RequestSection() {
  const w = useWords(privacyWords);
  const { format } = useI18n();
  const { user } = useSession();
  const requests = useInfiniteQuery(allRequestsQuery());
  const rows = requests.data?.pages.flatMap(({ items }) => items);
  const [open, setOpen] = useState<PrivacyRequest | null>(null);
  const columns: Column<PrivacyRequest>[] = [
    { key: 'person', title: w('person'), primary: true, cell: ({ person }) => person.name },
    {
      key: 'asked',
      title: w('asked'),
      cell: ({ kind, text }) => (
        <>
          {w(`kind.${kind}`)}
          <div className={`${classes.quiet} ${classes.text}`}>{text}</div>
        </>
      ),
    },
    { key: 'due', title: w('due'), cell: ({ due_at }) => format.dateTime(due_at) },
    {
      key: 'state',
      title: w('state'),
      cell: (request) =>
        request.outcome ? (
          w(`outcome.${request.outcome}`)
        ) : mayDo(user, 'privacy.manage') ? (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={w('answerNamed', { name: request.person.name })}
            onClick={() => setOpen(request)}
          >
            {w('answer')}
          </Button>
        ) : (
          w('open')
        ),
    },
  ];
  return (
    <Section title={w('requests')}>
      {requests.isPending && <LoadingState lines={3} />}
      {requests.isError && <ErrorState error={requests.error} onRetry={() => requests.refetch()} />}
      {rows?.length === 0 && <EmptyState title={w('noRequests')} text={w('noRequestsText')} />}
      {rows && rows.length > 0 && (
        <>
          <DataTable caption={w('requests')} columns={columns} rows={rows} rowKey={({ id }) => id} />
          {requests.hasNextPage && (
            <LoadMore
              shown={rows.length}
              hasMore
              loading={requests.isFetchingNextPage}
              onMore={() => requests.fetchNextPage()}
            />
          )}
        </>
      )}
      {open && <AnswerDialog request={open} onClose={() => setOpen(null)} />}
    </Section>
  );
}

const form = 'jawab';
const outcomes = ['done', 'partly', 'refused'] as const;

function AnswerDialog({ request, onClose }: { request: PrivacyRequest; onClose(): void }) {
  const w = useWords(privacyWords);
  const { t, language } = useI18n();
  const queryClient = useQueryClient();
  useReturnFocus();
  const rules = useQuery(retentionQuery());
  const [outcome, setOutcome] = useState<PrivacyAnswerInput['outcome']>('done');
  const [answer, setAnswer] = useState('');
  const [kept, setKept] = useState<string[]>([]);
  const send = useMutation({
    mutationFn: () => answerRequest(request, { outcome, answer: answer.trim(), kept }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: privacyKey });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={w('answerTitle', { name: request.person.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form noValidate onSubmit={submit}>
        <Stack>
          <FormErrorSummary
            items={serverErrors(form, send.error, ['outcome', 'answer', 'kept'], t)}
            attempt={send.failureCount}
          />
          <div className={classes.text}>{request.text}</div>
          <div className={classes.quiet}>{w('answerText')}</div>
          <Radio.Group
            id={fieldId(form, 'outcome')}
            label={w('outcome')}
            value={outcome}
            onChange={(value) => setOutcome(value as PrivacyAnswerInput['outcome'])}
          >
            <Stack gap="xs" mt="xs">
              {outcomes.map((one) => (
                <Radio key={one} value={one} label={w(`outcome.${one}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea
            id={fieldId(form, 'answer')}
            label={w('answerLabel')}
            autosize
            minRows={3}
            maxLength={4000}
            value={answer}
            onChange={(event) => setAnswer(event.currentTarget.value)}
          />
          <Checkbox.Group
            id={fieldId(form, 'kept')}
            label={w('kept')}
            description={w('keptHint')}
            value={kept}
            onChange={setKept}
          >
            <Stack gap="xs" mt="xs">
              {rules.data?.map((rule) => (
                <Checkbox
                  key={rule.code}
                  value={rule.code}
                  label={language === 'en' ? rule.what_en : rule.what}
                />
              ))}
            </Stack>
          </Checkbox.Group>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={send.isPending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={send.isPending}>
              {w('send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function RetentionSection() {
  const w = useWords(privacyWords);
  const { t, format, language } = useI18n();
  const { user } = useSession();
  const queryClient = useQueryClient();
  const rules = useQuery(retentionQuery());
  const [asks, setAsks] = useState(false);
  const run = useMutation({
    mutationFn: runRetention,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: privacyKey }),
  });
  const columns: Column<RetentionDue>[] = [
    {
      key: 'rule',
      title: w('rule'),
      primary: true,
      cell: ({ what, what_en, basis }) => (
        <>
          {language === 'en' ? what_en : what}
          <div className={classes.quiet}>{basis}</div>
        </>
      ),
    },
    {
      key: 'after',
      title: w('after'),
      cell: ({ months, action }) =>
        action ? `${w('months', { count: months })}, ${w(`action.${action}`)}` : w('stays'),
    },
    {
      key: 'due',
      title: w('dueNow'),
      align: 'end',
      cell: ({ action, count }) => (action ? format.number(count) : '–'),
    },
  ];
  return (
    <Section
      title={w('retention')}
      aside={
        mayDo(user, 'privacy.manage') && (
          <Button size="sm" variant="default" loading={run.isPending} onClick={() => setAsks(true)}>
            {w('run')}
          </Button>
        )
      }
    >
      <p className={classes.quiet}>{w('retentionLead')}</p>
      {run.isSuccess && (
        <Notice tone="positive" live>
          {w('ran')}
        </Notice>
      )}
      {(rules.isError || run.isError) && (
        <ErrorState error={rules.error ?? run.error} onRetry={() => rules.refetch()} />
      )}
      {rules.isPending && <LoadingState lines={6} />}
      {rules.data && (
        <DataTable caption={w('retention')} columns={columns} rows={rules.data} rowKey={({ code }) => code} />
      )}
      <ConfirmDialog
        opened={asks}
        title={w('runTitle')}
        text={w('runText')}
        confirmLabel={w('runConfirm')}
        cancelLabel={t('common.cancel')}
        onCancel={() => setAsks(false)}
        onConfirm={() => {
          setAsks(false);
          run.mutate();
        }}
      />
    </Section>
  );
}

const breachForm = 'kebocoran';
/** What a field of date and time says, in the office's zone. */
function instant(local: string): string {
  const [date, time] = local.split('T');
  return date && time ? instantAt(date, time, office.timeZone) : '';
}

function BreachSection() {
  const w = useWords(privacyWords);
  const { t, format } = useI18n();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const report = useMutation({ mutationFn: () => affectedBetween(instant(from), instant(to)) });
  const columns: Column<Affected>[] = [
    {
      key: 'name',
      title: w('name'),
      primary: true,
      cell: ({ kind, key, name }) => (
        <>
          {name || '–'}
          {kind === 'request' && <div className={classes.quiet}>{key}</div>}
        </>
      ),
    },
    { key: 'kind', title: w('sort'), cell: ({ kind }) => w(`affected.${kind}`) },
    { key: 'contact', title: w('contact'), cell: ({ contact }) => contact || '–' },
    { key: 'events', title: w('events'), align: 'end', cell: ({ events }) => format.number(events) },
    { key: 'last', title: w('last'), cell: ({ last }) => format.dateTime(last) },
  ];
  return (
    <Section title={w('breach')}>
      <p className={classes.quiet}>{w('breachLead')}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          report.mutate();
        }}
      >
        <Stack>
          <FormErrorSummary
            items={serverErrors(breachForm, report.error, ['from', 'to'], t)}
            attempt={report.failureCount}
          />
          <div className={classes.row}>
            <TextInput
              id={fieldId(breachForm, 'from')}
              type="datetime-local"
              label={w('from')}
              value={from}
              onChange={(event) => {
                setFrom(event.currentTarget.value);
                report.reset();
              }}
            />
            <TextInput
              id={fieldId(breachForm, 'to')}
              type="datetime-local"
              label={w('to')}
              value={to}
              onChange={(event) => {
                setTo(event.currentTarget.value);
                report.reset();
              }}
            />
            <Button type="submit" loading={report.isPending}>
              {w('show')}
            </Button>
            {report.data && report.data.length > 0 && (
              <DownloadButton variant="default" file={affectedFile(instant(from), instant(to))}>
                {w('sheet')}
              </DownloadButton>
            )}
          </div>
          {report.data?.length === 0 && (
            <Notice tone="info" live>
              {w('noneAffected')}
            </Notice>
          )}
          {report.data && report.data.length > 0 && (
            <>
              <div role="status">{w('affected', { count: report.data.length })}</div>
              <DataTable
                caption={w('breach')}
                columns={columns}
                rows={report.data}
                rowKey={({ kind, key }) => kind + key}
              />
            </>
          )}
        </Stack>
      </form>
    </Section>
  );
}

function ProcessingSection() {
  const w = useWords(privacyWords);
  const processing = useQuery(processingQuery());
  return (
    <Section title={w('processing')}>
      {processing.isPending && <LoadingState lines={6} />}
      {processing.isError && <ErrorState error={processing.error} onRetry={() => processing.refetch()} />}
      {processing.data && (
        <ul className={classes.list}>
          {processing.data.map((entry) => (
            <li key={entry.name}>
              <strong>{entry.name}</strong>
              <dl className={classes.facts}>
                {(
                  [
                    [w('purpose'), entry.purpose],
                    [w('basis'), entry.basis],
                    [w('subjects'), entry.subjects],
                    [w('dataOf'), entry.data],
                    [w('receivers'), entry.receivers],
                  ] as const
                ).map(([term, text]) => (
                  <Fact key={term} term={term} text={text} />
                ))}
              </dl>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const Fact = ({ term, text }: { term: string; text: string }) => (
  <>
    <dt>{term}</dt>
    <dd>{text}</dd>
  </>
);
