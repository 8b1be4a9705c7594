import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useMemo, useRef, useState } from 'react';
import { ApiError, isRetryable } from '~/api/problem';
import {
  type Proposal,
  pointQuery,
  proposalFormQuery,
  proposalQuery,
  proposalsKey,
  type RecommendationForm,
  risksQuery,
  submitProposal,
  type VersionedProposal,
} from '~/api/recommendations';
import { ticketsKey } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { Attempt, fileIdentity } from '~/lib/attempt';
import { office } from '~/lib/office';
import { faultOf } from '~/lib/pdf';
import { describeError } from '~/ui/describeError';
import { FileDrop } from '~/ui/FileDrop';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId } from '~/ui/formErrors';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import { UploadProgress } from '~/ui/UploadProgress';
import { Faults } from './Faults';
import { OpenPaper } from './Papers';
import { useLastReviews } from './reviews';
import classes from './SubmitPage.module.css';
import { proposalWords } from './words';

const route = getRouteApi('/signed-in/rekomendasi/$id/kirim');

const form = 'kirim-usulan';

/** The last page before a proposal is handed in: what is missing, the letter to sign, and sending it. */
export function SubmitPage() {
  const w = useWords(proposalWords);
  const { id } = route.useParams();
  const proposal = useQuery({ ...proposalQuery(id), staleTime: 0 });
  const forms = useQuery(proposalFormQuery());
  const failed = [proposal, forms].find(({ isError }) => isError);
  return (
    <Page
      title={w('checkAndSend')}
      lead={w('sendLead')}
      crumbs={[
        { label: w('title'), link: { to: '/rekomendasi' } },
        { label: proposal.data?.proposal.title ?? '…', link: { to: '/rekomendasi/$id', params: { id } } },
      ]}
      narrow
    >
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => failed.refetch()} />
      ) : proposal.data && forms.data ? (
        proposal.data.proposal.allowed_actions.includes('submit') ? (
          <Content versioned={proposal.data} forms={forms.data} />
        ) : (
          <Notice tone="info">{w(`standing.${proposal.data.proposal.state}`)}</Notice>
        )
      ) : (
        <LoadingState lines={4} height={80} />
      )}
    </Page>
  );
}

/** What stops the proposal from being sent, as far as its parts tell, by pointer. */
function useFaults(proposal: Proposal) {
  const w = useWords(proposalWords);
  const incomplete = proposal.points.filter(({ complete }) => !complete).map(({ key }) => key);
  const points = useQueries({
    queries: incomplete.map((key) => ({ ...pointQuery(proposal.id, key), refetchOnMount: false })),
  });
  const risks = useQuery(risksQuery(proposal.id));
  const reviews = useLastReviews(proposal);
  const isPending = risks.isPending || points.some((point) => point.isPending);
  const error = risks.error ?? points.find((point) => point.isError)?.error;
  const faults = [
    ...incomplete.flatMap((key, index) => {
      const found = points[index]?.data?.errors ?? [];
      return found.length > 0
        ? found.map(({ pointer, detail }) => ({
            pointer: `/points/${key}${pointer.replace(/^\/answers/, '')}`,
            detail,
          }))
        : [{ pointer: `/points/${key}`, detail: w('pointEmpty') }];
    }),
    ...proposal.errors,
    ...(risks.data?.length === 0 ? [{ pointer: '/risks', detail: w('riskMissing') }] : []),
    ...(risks.data ?? []).flatMap(({ number, findings }) =>
      findings.errors.map(({ pointer, detail }) => ({
        pointer: `/risks/${number}${pointer.replace(/^\/answers/, '')}`,
        detail,
      })),
    ),
    ...reviews.flatMap(({ key, mark, reply }) =>
      mark === 'to_mend' && !reply ? [{ pointer: `/points/${key}/reply`, detail: w('replyMissing') }] : [],
    ),
  ];
  return { faults, isPending, error };
}

function Content({ versioned, forms }: { versioned: VersionedProposal; forms: RecommendationForm }) {
  const { t, format } = useI18n();
  const w = useWords(proposalWords);
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const { proposal } = versioned;
  const again = proposal.ticket !== null;
  const found = useFaults(proposal);
  const attempt = useRef(new Attempt());
  const [letter, setLetter] = useState<File[]>([]);
  const [attempts, setAttempts] = useState(0);
  const [fraction, setFraction] = useState(0);
  const letterFault = useMemo(() => {
    const [file] = letter;
    if (!file) return again ? undefined : t('form.requiredNamed', { label: w('letter') });
    const fault = faultOf(file, office.fileLimit);
    if (fault === 'not-pdf') return t('form.pdfOnly');
    if (fault === 'empty') return t('form.fileEmpty');
    if (fault === 'too-large') return t('form.fileTooLarge', { limit: format.size(office.fileLimit) });
    return undefined;
  }, [letter, again, t, w, format]);

  const sending = useMutation({
    mutationFn: () => {
      const [file] = letter;
      const content = `${versioned.etag} ${file ? fileIdentity(file) : ''}`;
      return submitProposal(proposal.id, file ?? null, {
        idempotencyKey: attempt.current.keyFor(content),
        etag: versioned.etag,
        onProgress: setFraction,
      });
    },
    onSuccess: async (number) => {
      void queryClient.invalidateQueries({ queryKey: proposalsKey, refetchType: 'none' });
      void queryClient.invalidateQueries({ queryKey: ticketsKey, refetchType: 'none' });
      await navigate({ to: '/permohonan/$number/terkirim', params: { number }, replace: true });
    },
  });
  const { error } = sending;
  const refused =
    error instanceof ApiError ? error.fields.filter(({ pointer }) => pointer !== '/letter') : [];
  const letterError =
    (attempts > 0 ? letterFault : undefined) ??
    (error instanceof ApiError
      ? error.fields.find(({ pointer }) => pointer === '/letter')?.detail
      : undefined);
  const summary = [
    ...(letterError ? [{ fieldId: fieldId(form, 'letter'), text: letterError }] : []),
    ...(error && refused.length === 0 && !letterError
      ? [{ text: isRetryable(error) ? w('notSent') : describeError(error, t).text }]
      : []),
  ];

  if (found.isPending) return <LoadingState lines={4} height={80} />;
  if (found.error) return <ErrorState error={found.error} />;
  const faults = refused.length > 0 ? refused : found.faults;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAttempts(attempts + 1);
    if (!letterFault) sending.mutate();
  };
  return (
    <div className={classes.parts}>
      {proposal.warnings.length > 0 && (
        <Notice tone="caution">
          {proposal.warnings.map(({ pointer, code, detail }) => (
            <p key={pointer + code} className={classes.line}>
              {detail}
            </p>
          ))}
        </Notice>
      )}
      {faults.length > 0 ? (
        <Faults proposal={proposal} forms={forms} faults={faults} />
      ) : (
        <form noValidate aria-label={w('checkAndSend')} onSubmit={submit}>
          <Stack gap="lg" className={classes.form ?? ''}>
            <FormErrorSummary items={summary} attempt={attempts + sending.failureCount} />
            <Notice tone="positive">{w('allComplete')}</Notice>
            <Section title={w('read')}>
              <p className={classes.quiet}>{w('readText')}</p>
              <ul className={classes.papers}>
                {(['needs', 'planning', 'risks', 'ministry-letter'] as const).map((kind) => (
                  <li key={kind}>
                    <OpenPaper id={proposal.id} kind={kind} />
                  </li>
                ))}
              </ul>
            </Section>
            <Section title={w('sign')}>
              <p className={classes.quiet}>{w(again ? 'signAgain' : 'signText')}</p>
              <OpenPaper id={proposal.id} kind="letter" />
              <div className={classes.letter}>
                <FileDrop
                  id={fieldId(form, 'letter')}
                  label={w('letter')}
                  description={w('letterHint')}
                  required={!again}
                  files={letter}
                  onChange={setLetter}
                  limit={office.fileLimit}
                  error={letterError}
                  disabled={sending.isPending}
                />
              </div>
            </Section>
            {sending.isPending && fraction > 0 && <UploadProgress fraction={fraction} />}
            <Group>
              <Button type="submit" loading={sending.isPending || sending.isSuccess}>
                {w(again ? 'sendAgain' : 'send')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </div>
  );
}
