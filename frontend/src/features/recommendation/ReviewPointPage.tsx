import { getRouteApi } from '@tanstack/react-router';
import type { Review } from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { AnswerChanges } from '~/ui/form/AnswerChanges';
import { AnswerList } from '~/ui/form/AnswerList';
import { ArrowLeftIcon, ArrowRightIcon } from '~/ui/icons';
import { LinkButton } from '~/ui/LinkButton';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import { Guide } from './Guide';
import { LevelBadge } from './LevelBadge';
import './levels.css';
import { MarkBadge } from './MarkBadge';
import { officeWords } from './officeWords';
import { ReviewForm } from './ReviewForm';
import classes from './ReviewPointPage.module.css';
import { ReviewText } from './ReviewText';
import { RiskLines } from './RiskLines';
import { levelOf, magnitudeOf, scoresOf } from './risk';
import { answersIn, earlierReviews, mayReview, nextUnreviewed, type Subject } from './subjects';
import { useProposalFiles } from './useProposalFiles';
import { type Reviewing, useReviewing } from './useReviewing';
import { useSubjectTitle } from './useSubjectTitle';
import { proposalWords } from './words';

const route = getRouteApi('/signed-in/rekomendasi/$id/tinjau/$subject');

/** The point of the needs analysis that shows the risks of the register. */
const pointOfRisks = 'needs-7';

/** One point or risk as it was submitted, what changed in it, what was said of it, and what is said of it now. */
export function ReviewPointPage() {
  const w = useWords(officeWords);
  const say = useWords(proposalWords);
  const { id, subject: key } = route.useParams();
  const { reviewing, failed } = useReviewing(id);
  const subject = reviewing?.subjects.find((one) => one.key === key);
  if (reviewing && subject) return <Content key={key} reviewing={reviewing} subject={subject} />;
  return (
    <Page title={w('title')} crumbs={[{ label: say('title'), link: { to: '/rekomendasi' } }]}>
      {failed && <ErrorState error={failed.error} onRetry={() => failed.refetch()} />}
      {!failed && !reviewing && <LoadingState lines={4} height={96} />}
      {reviewing && (
        <EmptyState
          title={w('nothing')}
          action={
            <LinkButton to="/rekomendasi/$id/tinjau" params={{ id }}>
              {w('toReview')}
            </LinkButton>
          }
        />
      )}
    </Page>
  );
}

interface ContentProps {
  reviewing: Reviewing;
  subject: Subject;
}

function Content({ reviewing, subject }: ContentProps) {
  const w = useWords(officeWords);
  const say = useWords(proposalWords);
  const titleOf = useSubjectTitle();
  const { proposal, forms, submitted, before, reviews, reviewed, changed } = reviewing;
  const { id } = proposal;
  const { key, point, answers } = subject;
  const isRisk = subject.document === 'risks';
  const files = useProposalFiles(proposal, forms);
  const earlier = earlierReviews(reviews, key, submitted.n);
  const review = reviewed.get(key);
  const magnitude = magnitudeOf(forms.matrix, scoresOf(answers));
  return (
    <Page
      title={titleOf(subject)}
      crumbs={[
        { label: say('title'), link: { to: '/rekomendasi' } },
        { label: proposal.title, link: { to: '/rekomendasi/$id', params: { id } } },
        { label: w('title'), link: { to: '/rekomendasi/$id/tinjau', params: { id } } },
      ]}
      meta={
        <span className={classes.meta}>
          <span>{w(`part.${subject.document}`)}</span>
          {isRisk && <LevelBadge level={levelOf(forms.levels, magnitude)} magnitude={magnitude} />}
        </span>
      }
    >
      <div className={classes.columns}>
        <div className={classes.main}>
          <Guide point={point} />
          {key === pointOfRisks && <RiskLines proposal={proposal} forms={forms} />}
          <Section title={w('answers')}>
            {Object.keys(answers).length > 0 ? (
              <AnswerList form={point.form} answers={answers} files={files} />
            ) : (
              <p className={classes.quiet}>{w('noAnswers')}</p>
            )}
          </Section>
          {before && changed.has(key) && (
            <Section title={w('changes', { number: String(before.n) })}>
              {isRisk && Object.keys(answersIn(before, key)).length === 0 ? (
                <p className={classes.quiet}>{w('newSubject')}</p>
              ) : (
                <AnswerChanges
                  form={point.form}
                  before={answersIn(before, key)}
                  after={answers}
                  files={files}
                />
              )}
            </Section>
          )}
          {earlier.length > 0 && <Earlier reviews={earlier} />}
        </div>
        <div className={classes.aside}>
          <Section title={w('review')} aside={<MarkBadge mark={review?.mark} />}>
            {mayReview(proposal) ? (
              <ReviewForm proposal={proposal} subject={subject} review={review} label={titleOf(subject)} />
            ) : review ? (
              <ReviewText review={review} />
            ) : (
              <p className={classes.quiet}>{w('notReviewed')}</p>
            )}
          </Section>
          <Neighbours reviewing={reviewing} subject={subject} />
        </div>
      </div>
    </Page>
  );
}

/** What was said at earlier submissions, with what the agency answered. */
function Earlier({ reviews }: { reviews: readonly Review[] }) {
  const { format } = useI18n();
  const w = useWords(officeWords);
  return (
    <Section title={w('earlier')}>
      <ol className={classes.earlier}>
        {reviews.map((review) => (
          <li key={review.submission}>
            <div className={classes.line}>
              <span className={classes.quiet}>
                {w('earlierOf', {
                  number: String(review.submission),
                  name: review.by.name,
                  time: format.dateTime(review.at),
                })}
              </span>
              <MarkBadge mark={review.mark} />
            </div>
            <ReviewText review={review} unsigned />
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** On to the next point without a review, or simply the next or the one before. */
function Neighbours({ reviewing: { proposal, subjects, reviewed }, subject }: ContentProps) {
  const w = useWords(officeWords);
  const titleOf = useSubjectTitle();
  const at = subjects.indexOf(subject);
  const open = nextUnreviewed(subjects, reviewed, subject.key);
  const before = subjects[at - 1];
  const after = subjects[at + 1];
  const { id } = proposal;
  return (
    <nav aria-label={w('title')} className={classes.neighbours}>
      {mayReview(proposal) && open && (
        <LinkButton
          to="/rekomendasi/$id/tinjau/$subject"
          params={{ id, subject: open.key }}
          rightSection={<ArrowRightIcon size={18} />}
        >
          {w('nextOpen')}
        </LinkButton>
      )}
      {mayReview(proposal) && reviewed.size === subjects.length && (
        <p className={classes.quiet}>{w('allReviewed')}</p>
      )}
      {after && (
        <LinkButton
          to="/rekomendasi/$id/tinjau/$subject"
          params={{ id, subject: after.key }}
          variant="default"
          rightSection={<ArrowRightIcon size={18} />}
        >
          {w('next', { title: titleOf(after) })}
        </LinkButton>
      )}
      {before && (
        <LinkButton
          to="/rekomendasi/$id/tinjau/$subject"
          params={{ id, subject: before.key }}
          variant="default"
          leftSection={<ArrowLeftIcon size={18} />}
        >
          {w('previous', { title: titleOf(before) })}
        </LinkButton>
      )}
      <LinkButton to="/rekomendasi/$id/tinjau" params={{ id }} variant="subtle">
        {w('toReview')}
      </LinkButton>
    </nav>
  );
}
