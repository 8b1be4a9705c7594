import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import {
  type Proposal,
  proposalFormQuery,
  proposalQuery,
  type RecommendationForm,
  submissionQuery,
  type WholeSubmission,
} from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { AnswerChanges } from '~/ui/form/AnswerChanges';
import { AnswerList } from '~/ui/form/AnswerList';
import { sameAnswers } from '~/ui/form/merge';
import type { Answers, Form } from '~/ui/form/types';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import { lifeWords } from './lifeWords';
import { Papers } from './Papers';
import { titleOfPoint } from './points';
import { riskWords } from './riskWords';
import classes from './Submissions.module.css';
import { useProposalFiles } from './useProposalFiles';
import { proposalWords } from './words';

const route = getRouteApi('/signed-in/rekomendasi/$id/kiriman/$n');

/** What a proposal said when it was handed in: what had changed, its papers, and all of it. */
export function SubmissionPage() {
  const w = useWords(lifeWords);
  const say = useWords(proposalWords);
  const { id, n: text } = route.useParams();
  const n = Number(text);
  const forms = useQuery(proposalFormQuery());
  const proposal = useQuery(proposalQuery(id));
  const submission = useQuery(submissionQuery(id, n));
  const before = useQuery({ ...submissionQuery(id, n - 1), enabled: n > 1 });
  const { format } = useI18n();
  const failed = [forms, proposal, submission, before].find(({ isError }) => isError);
  const ready = forms.data && proposal.data && submission.data && (n === 1 || before.data);
  return (
    <Page
      title={w('submission', { n })}
      lead={
        submission.data &&
        w('submissionLead', { time: format.dateTime(submission.data.at), name: submission.data.by.name })
      }
      crumbs={[
        { label: say('title'), link: { to: '/rekomendasi' } },
        { label: proposal.data?.proposal.title ?? '…', link: { to: '/rekomendasi/$id', params: { id } } },
      ]}
      narrow
    >
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => failed.refetch()} />
      ) : ready ? (
        <Content
          forms={forms.data}
          proposal={proposal.data.proposal}
          submission={submission.data}
          before={before.data ?? null}
        />
      ) : (
        <LoadingState lines={5} height={80} />
      )}
    </Page>
  );
}

interface ContentProps {
  forms: RecommendationForm;
  proposal: Proposal;
  submission: WholeSubmission;
  before: WholeSubmission | null;
}

/** One point or risk, as it was and as it became. */
interface Part {
  key: string;
  title: string;
  form: Form;
  before: Answers | undefined;
  after: Answers | undefined;
}

function useParts({ forms, submission, before }: Omit<ContentProps, 'proposal'>): Part[] {
  const { language } = useI18n();
  const say = useWords(proposalWords);
  const risk = useWords(riskWords);
  return useMemo(() => {
    const points = forms.points.map((point) => ({
      key: point.key,
      title:
        point.document === 'needs' || point.document === 'planning'
          ? `${say(point.document)}, ${point.number}. ${titleOfPoint(point, language)}`
          : titleOfPoint(point, language),
      form: point.form,
      before: before ? (before.content.points[point.key] ?? {}) : undefined,
      after: submission.content.points[point.key] ?? {},
    }));
    const now = new Map(submission.content.risks.map(({ id, answers }) => [id, answers]));
    const then = new Map(before?.content.risks.map(({ id, answers }) => [id, answers]));
    const risks = [...new Set([...now.keys(), ...then.keys()])].map((id, index) => ({
      key: id,
      title: risk('page', { number: index + 1 }),
      form: forms.risk.form,
      before: then.get(id),
      after: now.get(id),
    }));
    return [...points, ...risks];
  }, [forms, submission, before, language, say, risk]);
}

function Content({ forms, proposal, submission, before }: ContentProps) {
  const w = useWords(lifeWords);
  const parts = useParts({ forms, submission, before });
  const files = useProposalFiles(proposal, forms);
  const changed = parts.filter((part) => !sameAnswers(part.before ?? {}, part.after ?? {}));
  return (
    <div className={classes.parts}>
      {before && (
        <Section title={w('changes', { n: before.n })}>
          {changed.length === 0 && <p className={classes.quiet}>{w('changesNone')}</p>}
          {changed.map((part) => (
            <div key={part.key} className={classes.part}>
              <h3>{part.title}</h3>
              {part.before && part.after ? (
                <AnswerChanges form={part.form} before={part.before} after={part.after} files={files} />
              ) : (
                <>
                  <p className={classes.quiet}>{w(part.after ? 'riskAdded' : 'riskRemoved')}</p>
                  <AnswerList form={part.form} answers={part.after ?? part.before ?? {}} files={files} />
                </>
              )}
            </div>
          ))}
        </Section>
      )}
      <Papers proposal={proposal} submission={submission} />
      <Section title={w('whole')}>
        {parts
          .filter(({ after }) => after)
          .map((part) => (
            <details key={part.key} className={classes.point}>
              <summary>{part.title}</summary>
              <div>
                <AnswerList form={part.form} answers={part.after ?? {}} files={files} />
              </div>
            </details>
          ))}
      </Section>
    </div>
  );
}
