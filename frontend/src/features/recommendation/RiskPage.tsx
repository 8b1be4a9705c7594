import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import {
  deleteRisk,
  type Proposal,
  proposalFormQuery,
  proposalQuery,
  proposalsKey,
  type RecommendationForm,
  riskQuery,
  saveRisk,
  type VersionedRisk,
} from '~/api/recommendations';
import { useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { unsaved } from '~/lib/unsaved';
import { describeError } from '~/ui/describeError';
import { AnswerList } from '~/ui/form/AnswerList';
import type { Answers } from '~/ui/form/types';
import { ArrowLeftIcon, ArrowRightIcon } from '~/ui/icons';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import { Guide } from './Guide';
import './levels.css';
import { LevelBadge } from './LevelBadge';
import { Mending } from './Mending';
import { MonitoringLog } from './MonitoringLog';
import pointClasses from './PointPage.module.css';
import classes from './RiskPage.module.css';
import { levelOf, magnitudeOf, scoresOf, wantsTreatment } from './risk';
import { riskWords } from './riskWords';
import { SavedForm } from './SavedForm';
import { proposalWords } from './words';

const ConfirmDialog = lazy(() =>
  import('~/ui/ConfirmDialog').then((module) => ({ default: module.ConfirmDialog })),
);

const route = getRouteApi('/signed-in/rekomendasi/$id/risiko/$risk');

/** One risk: its seven points, its magnitude while one types, and its log. */
export function RiskPage() {
  const w = useWords(riskWords);
  const say = useWords(proposalWords);
  const { id, risk: riskId } = route.useParams();
  const forms = useQuery(proposalFormQuery());
  const proposal = useQuery(proposalQuery(id));
  const risk = useQuery(riskQuery(id, riskId));
  const failed = [forms, proposal, risk].find(({ isError }) => isError);
  if (forms.data && proposal.data && risk.data) {
    return (
      <Content key={riskId} forms={forms.data} proposal={proposal.data.proposal} versioned={risk.data} />
    );
  }
  return (
    <Page title={w('title')} crumbs={[{ label: say('title'), link: { to: '/rekomendasi' } }]} narrow>
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => failed.refetch()} />
      ) : (
        <LoadingState lines={4} height={96} />
      )}
    </Page>
  );
}

interface ContentProps {
  forms: RecommendationForm;
  proposal: Proposal;
  versioned: VersionedRisk;
}

function Content({ forms, proposal, versioned }: ContentProps) {
  const w = useWords(riskWords);
  const say = useWords(proposalWords);
  const { user } = useSession();
  const queryClient = useQueryClient();
  const { periksa = false } = route.useSearch();
  const { risk } = versioned;
  const { id } = proposal;
  const writable = proposal.allowed_actions.includes('save');
  const title = w('page', { number: risk.number });
  const copyKey = `${user?.id}/${id}/risk-${risk.id}`;
  const outdate = () => queryClient.invalidateQueries({ queryKey: proposalQuery(id).queryKey });
  return (
    <Page
      title={title}
      crumbs={[
        { label: say('title'), link: { to: '/rekomendasi' } },
        { label: proposal.title, link: { to: '/rekomendasi/$id', params: { id } } },
        { label: w('title'), link: { to: '/rekomendasi/$id/risiko', params: { id } } },
      ]}
      actions={writable && <DeleteRisk proposal={proposal} versioned={versioned} copyKey={copyKey} />}
      narrow
    >
      <Guide point={forms.risk} />
      {writable ? (
        <SavedForm
          form={forms.risk.form}
          label={title}
          start={versioned}
          copyKey={copyKey}
          save={async (answers, etag) => {
            const saved = await saveRisk(id, risk.id, answers, etag);
            void queryClient.invalidateQueries({ queryKey: proposalsKey, refetchType: 'none' });
            return saved;
          }}
          load={() => queryClient.fetchQuery(riskQuery(id, risk.id))}
          onGone={() => void outdate()}
          checking={periksa}
          remark={<Mending proposal={proposal} subject={`risk-${risk.id}`} />}
          consequence={(answers) => <Result forms={forms} proposal={proposal} answers={answers} changing />}
        />
      ) : (
        <>
          <Section title={say('answers')}>
            <AnswerList form={forms.risk.form} answers={versioned.answers} files={new Map()} />
          </Section>
          <Result forms={forms} proposal={proposal} answers={versioned.answers} />
        </>
      )}
      <MonitoringLog
        proposal={proposal}
        risk={risk}
        onAdded={() => queryClient.invalidateQueries({ queryKey: proposalsKey })}
      />
      <Neighbours proposal={proposal} riskId={risk.id} />
    </Page>
  );
}

interface ResultProps {
  forms: RecommendationForm;
  proposal: Proposal;
  answers: Answers;
  /** It stays in sight and is told anew while one types. */
  changing?: boolean;
}

/** What the chosen levels make of the risk. */
function Result({ forms, proposal, answers, changing = false }: ResultProps) {
  const w = useWords(riskWords);
  const magnitude = magnitudeOf(forms.matrix, scoresOf(answers));
  const left = magnitudeOf(forms.matrix, scoresOf(answers, 'residual'));
  const level = levelOf(forms.levels, magnitude);
  const leftLevel = levelOf(forms.levels, left);
  const { threshold } = proposal;
  const treatment = !wantsTreatment(answers, magnitude, threshold)
    ? 'wantsNot'
    : answers.needs_treatment === true
      ? 'reaches'
      : 'wants';
  return (
    <section
      aria-label={w('result')}
      className={classes.result}
      data-changing={changing || undefined}
      role={changing ? 'status' : undefined}
    >
      {level ? (
        <>
          <p>
            <LevelBadge level={level} magnitude={magnitude} />{' '}
            {w('resultIs', { colour: w(`colour.${level.code}`) })}
            {answers.kind === 'negative' && ` ${w(treatment, { threshold })}`}
          </p>
          {leftLevel && (
            <p>
              <LevelBadge level={leftLevel} magnitude={left} />{' '}
              {w('residualIs', { colour: w(`colour.${leftLevel.code}`) })}
              {answers.kind === 'negative' && left > magnitude && (
                <span className={classes.caution}> {w('higher')}</span>
              )}
            </p>
          )}
        </>
      ) : (
        <p>{w('resultNone')}</p>
      )}
    </section>
  );
}

/** The risks before and after this one in the register. */
function Neighbours({ proposal, riskId }: { proposal: Proposal; riskId: string }) {
  const w = useWords(riskWords);
  const { id, risks } = proposal;
  const at = risks.findIndex((risk) => risk.id === riskId);
  const before = risks[at - 1];
  const after = risks[at + 1];
  return (
    <nav aria-label={w('title')} className={pointClasses.neighbours}>
      {after && (
        <LinkButton
          to="/rekomendasi/$id/risiko/$risk"
          params={{ id, risk: after.id }}
          rightSection={<ArrowRightIcon size={18} />}
        >
          {w('next')}
        </LinkButton>
      )}
      {before && (
        <LinkButton
          to="/rekomendasi/$id/risiko/$risk"
          params={{ id, risk: before.id }}
          variant="default"
          leftSection={<ArrowLeftIcon size={18} />}
        >
          {w('previous')}
        </LinkButton>
      )}
      <LinkButton to="/rekomendasi/$id/risiko" params={{ id }} variant={after ? 'subtle' : 'filled'}>
        {w('back')}
      </LinkButton>
    </nav>
  );
}

interface DeleteRiskProps {
  proposal: Proposal;
  versioned: VersionedRisk;
  copyKey: string;
}

function DeleteRisk({ proposal, versioned, copyKey }: DeleteRiskProps) {
  const { t } = useI18n();
  const w = useWords(riskWords);
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { id } = proposal;
  const { risk } = versioned;
  const deletion = useMutation({
    // It may have been saved since the page opened.
    mutationFn: async () =>
      deleteRisk(id, risk.id, (await queryClient.fetchQuery(riskQuery(id, risk.id))).etag),
    onSuccess: async () => {
      unsaved.drop(copyKey);
      await navigate({ to: '/rekomendasi/$id/risiko', params: { id }, ignoreBlocker: true });
      queryClient.removeQueries({ queryKey: riskQuery(id, risk.id).queryKey });
      await queryClient.invalidateQueries({ queryKey: proposalsKey });
    },
    onSettled: () => setAsking(false),
  });
  return (
    <>
      <Button variant="default" size="sm" loading={deletion.isPending} onClick={() => setAsking(true)}>
        {w('delete')}
      </Button>
      {deletion.isError && (
        <Notice tone="negative" live>
          {describeError(deletion.error, t).text}
        </Notice>
      )}
      {asking && (
        <Suspense>
          <ConfirmDialog
            opened
            title={w('deleteTitle', { number: risk.number })}
            text={w('deleteText')}
            confirmLabel={w('delete')}
            cancelLabel={t('common.cancel')}
            onConfirm={() => deletion.mutate()}
            onCancel={() => setAsking(false)}
          />
        </Suspense>
      )}
    </>
  );
}
