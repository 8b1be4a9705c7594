import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import {
  deleteProposal,
  type PointDocument,
  type Proposal,
  proposalFormQuery,
  proposalQuery,
  proposalsKey,
  type RecommendationForm,
  submissionsQuery,
  type VersionedProposal,
} from '~/api/recommendations';
import { useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { awaitsFirstAnswer } from '~/lib/firstAnswer';
import { unsaved } from '~/lib/unsaved';
import { describeError } from '~/ui/describeError';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import { BudgetAdjustment } from './BudgetAdjustment';
import { Completeness } from './Completeness';
import { Milestones } from './Milestones';
import { OfficeSteps } from './OfficeSteps';
import { Papers } from './Papers';
import { PointList } from './PointList';
import { ProposalBadge } from './ProposalBadge';
import classes from './ProposalPage.module.css';
import { Records } from './Records';
import { useLastReviews, useReviews } from './reviews';
import { Submissions } from './Submissions';
import { proposalWords } from './words';

const ConfirmDialog = lazy(() =>
  import('~/ui/ConfirmDialog').then((module) => ({ default: module.ConfirmDialog })),
);

const route = getRouteApi('/signed-in/rekomendasi/$id');

/** One proposal: what is filled in and what is not, its papers, and where it stands. */
export function ProposalPage() {
  const w = useWords(proposalWords);
  const { id } = route.useParams();
  const proposal = useQuery(proposalQuery(id));
  const forms = useQuery(proposalFormQuery());
  // It stands above the points.
  const reviews = useReviews(id, proposal.data?.proposal.state ?? 'draft');
  const failed = proposal.isError ? proposal : forms.isError ? forms : null;
  if (proposal.data && forms.data && !awaitsFirstAnswer(reviews))
    return <Content versioned={proposal.data} forms={forms.data} />;
  return (
    <Page title={w('title')} crumbs={[{ label: w('title'), link: { to: '/rekomendasi' } }]}>
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => failed.refetch()} />
      ) : (
        <LoadingState lines={5} height={80} />
      )}
    </Page>
  );
}

/** The papers as they were submitted last: what nobody can change any more is no draft. */
function SubmittedPapers({ proposal }: { proposal: Proposal }) {
  const submissions = useQuery(submissionsQuery(proposal.id));
  const last = submissions.data?.at(-1);
  return last ? <Papers proposal={proposal} submission={last} /> : null;
}

const documents: readonly PointDocument[] = ['identity', 'needs', 'planning', 'risks'];

function Content({ versioned, forms }: { versioned: VersionedProposal; forms: RecommendationForm }) {
  const { format } = useI18n();
  const w = useWords(proposalWords);
  const { user } = useSession();
  const { proposal } = versioned;
  const mayDo = (action: Proposal['allowed_actions'][number]) => proposal.allowed_actions.includes(action);
  const last = lastSave(proposal);
  const reviews = useLastReviews(proposal);
  return (
    <Page
      title={proposal.title}
      crumbs={[{ label: w('title'), link: { to: '/rekomendasi' } }]}
      meta={
        <span className={classes.meta}>
          <span className={classes.number}>{proposal.number}</span>
          <span>{w(`proposal.${proposal.proposal}`)}</span>
          <ProposalBadge state={proposal.state} />
        </span>
      }
      actions={
        mayDo('submit') && (
          <LinkButton to="/rekomendasi/$id/kirim" params={{ id: proposal.id }}>
            {w('checkAndSend')}
          </LinkButton>
        )
      }
    >
      <div className={classes.columns}>
        <Standing proposal={proposal} />
        <div className={classes.steps}>
          <OfficeSteps versioned={versioned} />
        </div>
        <div className={classes.main}>
          {proposal.warnings.length > 0 && (
            <Notice tone="caution">
              {proposal.warnings.map(({ pointer, code, detail }) => (
                <p key={pointer + code} className={classes.line}>
                  {detail}
                </p>
              ))}
            </Notice>
          )}
          <Records versioned={versioned} />
          <BudgetAdjustment versioned={versioned} />
          {proposal.state === 'approved' && <Milestones proposal={proposal} />}
          {documents.map((document) => (
            <PointList
              key={document}
              document={document}
              proposal={proposal}
              forms={forms}
              unsavedKeys={unsaved.keys(`${user?.id}/${proposal.id}/`)}
              reviews={reviews}
            />
          ))}
        </div>
        <aside className={classes.aside}>
          {mayDo('save') && (
            <Section title={w('completeness')}>
              <Completeness proposal={proposal} />
              {last && (
                <p className={classes.quiet}>
                  {w('savedLast', { time: format.dateTime(last.at), name: last.name })}
                </p>
              )}
            </Section>
          )}
          {mayDo('save') || !proposal.ticket ? (
            <Papers proposal={proposal} />
          ) : (
            <SubmittedPapers proposal={proposal} />
          )}
          {proposal.ticket && <Submissions id={proposal.id} />}
          {mayDo('delete') && <DeleteProposal versioned={versioned} />}
        </aside>
      </div>
    </Page>
  );
}

/** When something of it was last saved, and by whom. */
function lastSave({ points }: Proposal): { at: string; name: string } | null {
  const saved = points.flatMap(({ saved_at, saved_by }) =>
    saved_at && saved_by ? [{ at: saved_at, name: saved_by.name }] : [],
  );
  return saved.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null;
}

/** What the agency is to do in a state; others are only told. */
const turns = {
  mending: 'save',
  approved: 'milestones',
  refused_by_office: 'budget-adjustment',
  refused_by_ministry: 'budget-adjustment',
} as const;
const isTurn = (state: Proposal['state']): state is keyof typeof turns => state in turns;

const yourTurn = ({ state, allowed_actions: allowed }: Proposal) =>
  isTurn(state) && allowed.includes(turns[state]);

function standingOf(proposal: Proposal) {
  const { state, records } = proposal;
  if (records.some(({ kind }) => kind === 'budget_adjustment')) return 'standing.adjusted';
  if (!isTurn(state) || yourTurn(proposal)) return `standing.${state}` as const;
  return `standing.${state}.read` as const;
}

/** Where it is, who has it and what comes next, in one line. */
function Standing({ proposal }: { proposal: Proposal }) {
  const w = useWords(proposalWords);
  const { ticket } = proposal;
  return (
    <Notice
      tone={yourTurn(proposal) && proposal.state !== 'approved' ? 'caution' : 'info'}
      action={
        ticket && (
          <Link to="/permohonan/$number" params={{ number: ticket.number }} className={classes.link}>
            {ticket.number}
          </Link>
        )
      }
    >
      {w(standingOf(proposal))}
    </Notice>
  );
}

function DeleteProposal({ versioned }: { versioned: VersionedProposal }) {
  const { t } = useI18n();
  const w = useWords(proposalWords);
  const { user } = useSession();
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { id, title } = versioned.proposal;
  const deletion = useMutation({
    // Points have versions of their own, and every save of one is a change of the whole.
    mutationFn: async () =>
      deleteProposal(await queryClient.fetchQuery({ ...proposalQuery(id), staleTime: 0 })),
    onSuccess: async () => {
      for (const key of unsaved.keys(`${user?.id}/${id}/`)) unsaved.drop(key);
      void queryClient.invalidateQueries({ queryKey: proposalsKey, refetchType: 'none' });
      await navigate({ to: '/rekomendasi' });
    },
  });
  return (
    <div>
      <FormErrorSummary
        items={deletion.error ? [{ text: describeError(deletion.error, t).text }] : []}
        attempt={deletion.failureCount}
      />
      <Button variant="default" size="sm" loading={deletion.isPending} onClick={() => setAsking(true)}>
        {w('delete')}
      </Button>
      {asking && (
        <Suspense>
          <ConfirmDialog
            opened
            title={w('deleteTitle')}
            text={w('deleteText', { name: title })}
            confirmLabel={w('deleteConfirm')}
            cancelLabel={t('common.cancel')}
            onConfirm={() => {
              setAsking(false);
              deletion.mutate();
            }}
            onCancel={() => setAsking(false)}
          />
        </Suspense>
      )}
    </div>
  );
}
