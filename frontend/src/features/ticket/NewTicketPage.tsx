import { valibotResolver } from '@hookform/resolvers/valibot';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useBlocker } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import * as v from 'valibot';
import { serviceQuery } from '~/api/catalogue';
import { isRetryable } from '~/api/problem';
import { proposalService } from '~/api/proposalStates';
import { type ShownNotice, shownNotice } from '~/api/settings';
import { type NewTicket, submitTicket, ticketQuery, ticketsKey } from '~/api/tickets';
import type { Service } from '~/api/types';
import { mayDo, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { Attempt, fileIdentity } from '~/lib/attempt';
import { FileField } from '~/ui/FileField';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, inputErrors, serverErrors } from '~/ui/formErrors';
import { pdfSchema, textSchema } from '~/ui/formSchemas';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { PrivacyNotice } from '~/ui/PrivacyNotice';
import { RequirementList } from '~/ui/RequirementList';
import { Section } from '~/ui/Section';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import { UploadProgress } from '~/ui/UploadProgress';
import { AboutAsset, RequestedName, type Wish } from './AssetWish';
import { Downloads } from './Downloads';
import { SimilarHint } from './DuplicateHints';
import classes from './NewTicketPage.module.css';
import { Prerequisites } from './Prerequisites';

const ConfirmDialog = lazy(() =>
  import('~/ui/ConfirmDialog').then((module) => ({ default: module.ConfirmDialog })),
);

const StartDraft = lazy(() => import('./StartDraft').then((module) => ({ default: module.StartDraft })));

const route = getRouteApi('/signed-in/permohonan/baru/$service');

/** The second step of a new request: what to prepare, the form, and sending it. */
export function NewTicketPage() {
  const { t } = useI18n();
  const { service: code } = route.useParams();
  const { aset } = route.useSearch();
  const { user } = useSession();
  const service = useQuery(serviceQuery(code));
  return (
    <Page
      title={service.data ? t('new.formTitle', { service: service.data.name }) : t('new.title')}
      crumbs={[
        { label: t('tickets.title'), link: { to: '/permohonan' } },
        { label: t('new.chooseTitle'), link: { to: '/permohonan/baru' } },
      ]}
      narrow
    >
      {service.isPending && <LoadingState lines={4} height={96} />}
      {service.isError && <ErrorState error={service.error} onRetry={() => service.refetch()} />}
      {service.data &&
        (service.data.channel === 'external' ? (
          <EmptyState
            title={t('new.notOnline')}
            action={
              <Button component="a" href={`/layanan/${code}`}>
                {service.data.name}
              </Button>
            }
          />
        ) : service.data.form ? (
          <>
            {code === proposalService && mayDo(user, 'recommendation.write') && <ProposalFirst />}
            <Suspense fallback={<LoadingState />}>
              <StartDraft service={service.data} asset={aset} />
            </Suspense>
          </>
        ) : (
          <NewTicketForm service={service.data} />
        ))}
    </Page>
  );
}

/** The guided form comes first; who has letters and documents from elsewhere goes on below. */
function ProposalFirst() {
  const { t } = useI18n();
  return (
    <div className={classes.first}>
      <Notice
        tone="info"
        title={t('new.proposalTitle')}
        action={
          <LinkButton to="/rekomendasi" size="sm">
            {t('new.proposal')}
          </LinkButton>
        }
      >
        <p>{t('new.proposalText')}</p>
      </Notice>
    </div>
  );
}

const form = 'permohonan';
const fields = ['subject', 'letter', 'supporting', 'answers', 'asset_id', 'held_before'] as const;
/** What the API calls a field differently. */
const names = { files: 'supporting' };

function NewTicketForm({ service }: { service: Service }) {
  const { t, format } = useI18n();
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const attempt = useRef(new Attempt<ShownNotice>());
  const [fraction, setFraction] = useState<number | null>(null);
  const needsLetter = service.letter === 'required';
  const { aset } = route.useSearch();
  const [wish, setWish] = useState<Wish>('change');
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const [held, setHeld] = useState<Record<string, string>>({});

  const schema = useMemo(
    () =>
      v.object({
        subject: textSchema(t, t('new.subject'), 200),
        letter: pdfSchema(t, format, needsLetter ? { label: t('new.letter') } : undefined),
        supporting: pdfSchema(t, format),
      }),
    [t, format, needsLetter],
  );
  const { register, control, handleSubmit, formState } = useForm({
    resolver: valibotResolver(schema),
    defaultValues: { subject: '', letter: [] as File[], supporting: [] as File[] },
    shouldFocusError: false,
  });
  const { errors, isDirty } = formState;
  const subject = useWatch({ control, name: 'subject' });

  const submission = useMutation({
    mutationFn: (input: NewTicket) => {
      const content = [
        input.serviceType,
        input.subject,
        input.answers,
        input.asset,
        input.heldBefore,
        ...[input.letter, ...input.supporting].map((file) => file && fileIdentity(file)),
      ];
      const { key, along } = attempt.current.sending(JSON.stringify(content), shownNotice(queryClient));
      return submitTicket(input, { shown: along, idempotencyKey: key, onProgress: setFraction });
    },
    onMutate: () => setFraction(0),
    onSettled: () => setFraction(null),
    onSuccess: async (sent) => {
      const { number } = sent.ticket;
      queryClient.setQueryData(ticketQuery(number).queryKey, sent);
      void queryClient.invalidateQueries({ queryKey: ticketsKey, refetchType: 'none' });
      await navigate({
        to: '/permohonan/$number/terkirim',
        params: { number },
        replace: true,
        ignoreBlocker: true,
      });
    },
  });

  const blocker = useBlocker({
    shouldBlockFn: () => isDirty && !submission.isSuccess,
    enableBeforeUnload: () => isDirty && !submission.isSuccess,
    withResolver: true,
  });

  const interrupted = submission.isError && isRetryable(submission.error);
  const problems = inputErrors(form, errors, fields);
  const summary =
    problems.length > 0
      ? problems
      : interrupted
        ? []
        : serverErrors(form, submission.error, fields, t, names);
  const faultOf = (field: string) => summary.find((item) => item.fieldId === fieldId(form, field))?.text;

  return (
    <>
      <Section title={t('new.prepare')}>
        <RequirementList service={service} withPrerequisites={false} />
        <Prerequisites
          service={service.code}
          held={held}
          onHeld={setHeld}
          form={form}
          disabled={submission.isPending}
        />
        {needsLetter && <p className={classes.advice}>{t('new.prepareText')}</p>}
        {service.downloads.length > 0 && <Downloads service={service} />}
      </Section>
      <Section title={t('new.request')}>
        <form
          noValidate
          aria-label={t('new.formTitle', { service: service.name })}
          onSubmit={handleSubmit(({ subject, letter, supporting }) =>
            submission.mutate({
              serviceType: service.code,
              subject,
              letter: letter[0] ?? null,
              supporting,
              answers: Object.fromEntries(Object.entries(answers).filter(([, value]) => value.trim() !== '')),
              asset: aset ? { id: aset, wish } : undefined,
              heldBefore: Object.entries(held).map(([kind, number]) => ({ kind, number })),
            }),
          )}
        >
          <Stack gap="lg">
            <FormErrorSummary items={summary} attempt={formState.submitCount + submission.failureCount} />
            <TextInput
              id={fieldId(form, 'subject')}
              label={t('new.subject')}
              description={t('new.subjectHint')}
              error={faultOf('subject')}
              disabled={submission.isPending}
              {...register('subject')}
            />
            <SimilarHint service={service.code} subject={subject} />
            {aset ? (
              <AboutAsset
                id={aset}
                wish={wish}
                onWish={setWish}
                form={form}
                disabled={submission.isPending}
              />
            ) : (
              <RequestedName
                service={service}
                values={answers}
                onChange={setAnswers}
                form={form}
                disabled={submission.isPending}
              />
            )}
            <FileField
              form={form}
              name="letter"
              control={control}
              label={t('new.letter')}
              required={needsLetter}
              fault={faultOf('letter')}
              disabled={submission.isPending}
            />
            <FileField
              form={form}
              name="supporting"
              control={control}
              label={t('new.supporting')}
              multiple
              fault={faultOf('supporting')}
              disabled={submission.isPending}
            />
            <PrivacyNotice />
            {fraction !== null && <UploadProgress fraction={fraction} />}
            {interrupted && (
              <Notice tone="negative" live>
                {t('upload.interrupted')}
              </Notice>
            )}
            <Group>
              <Button type="submit" disabled={submission.isPending}>
                {submission.isPending ? t('new.sending') : interrupted ? t('common.retry') : t('new.submit')}
              </Button>
              <LinkButton to="/permohonan/baru" variant="subtle">
                {t('new.changeService')}
              </LinkButton>
            </Group>
          </Stack>
        </form>
      </Section>
      {isDirty && (
        <Suspense>
          <ConfirmDialog
            opened={blocker.status === 'blocked'}
            title={t('new.leaveTitle')}
            text={t('new.leaveText')}
            confirmLabel={t('new.leave')}
            cancelLabel={t('new.stay')}
            onConfirm={() => blocker.proceed?.()}
            onCancel={() => blocker.reset?.()}
          />
        </Suspense>
      )}
    </>
  );
}
