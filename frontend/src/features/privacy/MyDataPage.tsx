import { Button, Checkbox, Group, Modal, NativeSelect, Stack, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import {
  askAboutData,
  consentsQuery,
  myCopy,
  myCopyToPrint,
  myRequestsQuery,
  type PrivacyRequest,
  type PrivacyRequestInput,
  setConsent,
} from '~/api/privacy';
import { shownNotice } from '~/api/settings';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { DownloadButton } from '~/ui/DownloadButton';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { PrivacyNotice } from '~/ui/PrivacyNotice';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import classes from './PrivacyPages.module.css';
import { privacyWords } from './words';

/** What is held of oneself, and what one may ask about it. */
export function MyDataPage() {
  const w = useWords(privacyWords);
  const { t } = useI18n();
  return (
    <Page
      title={w('mine')}
      lead={w('mineLead')}
      crumbs={[{ label: t('profile.title'), link: { to: '/profil' } }]}
      narrow
    >
      <Section title={w('title')}>
        <Stack>
          <a href="/privasi">{w('notice')}</a>
          <PrivacyNotice />
          <div className={classes.row}>
            <DownloadButton variant="default" file={myCopyToPrint}>
              {w('copyPrint')}
            </DownloadButton>
            <DownloadButton variant="default" file={myCopy}>
              {w('copy')}
            </DownloadButton>
          </div>
          <ConsentField />
        </Stack>
      </Section>
      <RequestsSection />
    </Page>
  );
}

function ConsentField() {
  const w = useWords(privacyWords);
  const queryClient = useQueryClient();
  const consents = useQuery(consentsQuery());
  const change = useMutation({
    mutationFn: setConsent,
    onSuccess: (list) => queryClient.setQueryData(consentsQuery().queryKey, list),
  });
  if (consents.isPending) return <LoadingState lines={1} />;
  if (consents.isError || change.isError)
    return <ErrorState error={consents.error ?? change.error} onRetry={() => consents.refetch()} />;
  const newest = consents.data[0];
  return (
    <Checkbox
      label={w('consent')}
      description={w('consentHint')}
      checked={newest !== undefined && newest.withdrawn_at === null}
      disabled={change.isPending}
      onChange={(event) => change.mutate({ given: event.currentTarget.checked, ...shownNotice(queryClient) })}
    />
  );
}

function RequestsSection() {
  const w = useWords(privacyWords);
  const { format } = useI18n();
  const queryClient = useQueryClient();
  const requests = useQuery(myRequestsQuery());
  const [asks, setAsks] = useState(false);
  const [sent, setSent] = useState<PrivacyRequest | null>(null);
  return (
    <Section
      title={w('requests')}
      aside={
        <Button size="sm" variant="default" onClick={() => setAsks(true)}>
          {w('ask')}
        </Button>
      }
    >
      {sent && (
        <Notice tone="positive" live>
          {w('askSent', { time: format.dateTime(sent.due_at) })}
        </Notice>
      )}
      {requests.isPending && <LoadingState lines={2} />}
      {requests.isError && <ErrorState error={requests.error} onRetry={() => requests.refetch()} />}
      {requests.data?.length === 0 && <p className={classes.quiet}>{w('noRequests')}</p>}
      {requests.data && requests.data.length > 0 && (
        <ul className={classes.list}>
          {requests.data.map((request) => (
            <MyRequest key={request.id} request={request} />
          ))}
        </ul>
      )}
      {asks && (
        <AskDialog
          onClose={() => setAsks(false)}
          onDone={(request) => {
            setAsks(false);
            setSent(request);
            void queryClient.invalidateQueries({ queryKey: myRequestsQuery().queryKey });
          }}
        />
      )}
    </Section>
  );
}

function MyRequest({ request }: { request: PrivacyRequest }) {
  const w = useWords(privacyWords);
  const { format, language } = useI18n();
  return (
    <li>
      <strong>
        {w(`kind.${request.kind}`)}: {request.outcome ? w(`outcome.${request.outcome}`) : w('open')}
      </strong>
      <div className={classes.quiet}>{format.dateTime(request.created_at)}</div>
      <div className={classes.text}>{request.text}</div>
      {request.answer && <p className={classes.text}>{request.answer}</p>}
      {request.kept.map((rule) => (
        <div key={rule.code} className={classes.quiet}>
          {w('keptBecause', { what: language === 'en' ? rule.what_en : rule.what, basis: rule.basis })}
        </div>
      ))}
    </li>
  );
}

const form = 'tanya-data';

function AskDialog({ onClose, onDone }: { onClose(): void; onDone(request: PrivacyRequest): void }) {
  const w = useWords(privacyWords);
  const { t } = useI18n();
  useReturnFocus();
  const [kind, setKind] = useState<PrivacyRequestInput['kind']>('correction');
  const [text, setText] = useState('');
  const send = useMutation({
    mutationFn: () => askAboutData({ kind, text: text.trim() }),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={w('askTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form noValidate onSubmit={submit}>
        <Stack>
          <FormErrorSummary
            items={serverErrors(form, send.error, ['kind', 'text'], t)}
            attempt={send.failureCount}
          />
          <NativeSelect
            id={fieldId(form, 'kind')}
            label={w('askKind')}
            value={kind}
            data={[
              { value: 'correction', label: w('kind.correction') },
              { value: 'erasure', label: w('kind.erasure') },
            ]}
            onChange={(event) => setKind(event.currentTarget.value as PrivacyRequestInput['kind'])}
          />
          <Textarea
            id={fieldId(form, 'text')}
            label={w('askText')}
            autosize
            minRows={4}
            maxLength={4000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={send.isPending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={send.isPending}>
              {w('askSend')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
