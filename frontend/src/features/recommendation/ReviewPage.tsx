import { Button } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { PointDocument } from '~/api/recommendations';
import { useWords } from '~/i18n/useWords';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import { ToggleChip } from '~/ui/ToggleChip';
import { MarkBadge } from './MarkBadge';
import { officeWords } from './officeWords';
import classes from './ReviewPage.module.css';
import { mayReview, type Subject } from './subjects';
import { type Reviewing, useReviewing } from './useReviewing';
import { useSubjectTitle } from './useSubjectTitle';
import { proposalWords } from './words';

const GiveBackDialog = lazy(() =>
  import('./GiveBackDialog').then((module) => ({ default: module.GiveBackDialog })),
);

const route = getRouteApi('/signed-in/rekomendasi/$id/tinjau');

const filters = ['all', 'open', 'to_mend', 'changed'] as const;
export type ReviewFilter = (typeof filters)[number];

const parts: readonly PointDocument[] = ['identity', 'needs', 'planning', 'risks'];

/** Every point and risk of a submission with what the office said of it. */
export function ReviewPage() {
  const w = useWords(officeWords);
  const say = useWords(proposalWords);
  const { id } = route.useParams();
  const { reviewing, failed } = useReviewing(id);
  if (reviewing) return <Content reviewing={reviewing} />;
  return (
    <Page title={w('title')} crumbs={[{ label: say('title'), link: { to: '/rekomendasi' } }]}>
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => failed.refetch()} />
      ) : (
        <LoadingState lines={6} height={72} />
      )}
    </Page>
  );
}

function Content({ reviewing }: { reviewing: Reviewing }) {
  const w = useWords(officeWords);
  const say = useWords(proposalWords);
  const { saring: filter = 'all' } = route.useSearch();
  const navigate = route.useNavigate();
  const [givingBack, setGivingBack] = useState(false);
  const [returned, setReturned] = useState(false);
  const { proposal, subjects, reviewed, changed, before } = reviewing;
  const { id } = proposal;
  const passes: Record<ReviewFilter, (subject: Subject) => boolean> = {
    all: () => true,
    open: ({ key }) => !reviewed.has(key),
    to_mend: ({ key }) => reviewed.get(key)?.mark === 'to_mend',
    changed: ({ key }) => changed.has(key),
  };
  const shown = subjects.filter(passes[filter]);
  const toMend = subjects.filter(passes.to_mend).length;
  return (
    <Page
      title={w('title')}
      lead={mayReview(proposal) ? w('lead') : w('readOnlyLead')}
      crumbs={[
        { label: say('title'), link: { to: '/rekomendasi' } },
        { label: proposal.title, link: { to: '/rekomendasi/$id', params: { id } } },
      ]}
      meta={
        <span className={classes.meta}>
          <span>{proposal.number}</span>
          <span>{w('progress', { done: reviewed.size, total: subjects.length })}</span>
          {toMend > 0 && <span>{w('toMendCount', { count: toMend })}</span>}
        </span>
      }
      actions={
        proposal.allowed_actions.includes('return') && (
          <Button onClick={() => setGivingBack(true)}>{w('giveBack')}</Button>
        )
      }
    >
      <div role="status" className={classes.done}>
        {returned && <Notice tone="positive">{w('giveBackDone')}</Notice>}
      </div>
      <fieldset className={classes.filters}>
        <legend className="visually-hidden">{w('filter')}</legend>
        {filters
          .filter((one) => one !== 'changed' || before)
          .map((one) => (
            <ToggleChip
              key={one}
              pressed={filter === one}
              onChange={() =>
                void navigate({
                  search: one === 'all' ? {} : { saring: one },
                  replace: true,
                  resetScroll: false,
                })
              }
            >
              {w(`filter.${one}`)}{' '}
              <span className={classes.count}>{subjects.filter(passes[one]).length}</span>
            </ToggleChip>
          ))}
      </fieldset>
      {shown.length === 0 && <EmptyState title={filter === 'open' ? w('nothingOpen') : w('nothing')} />}
      {parts.map((part) => (
        <Part key={part} part={part} reviewing={reviewing} subjects={shown} />
      ))}
      <div className={classes.foot}>
        <LinkButton to="/rekomendasi/$id" params={{ id }} variant="subtle">
          {w('toProposal')}
        </LinkButton>
      </div>
      {givingBack && (
        <Suspense>
          <GiveBackDialog
            reviewing={reviewing}
            onCancel={() => setGivingBack(false)}
            onDone={() => {
              setGivingBack(false);
              setReturned(true);
            }}
          />
        </Suspense>
      )}
    </Page>
  );
}

interface PartProps {
  part: PointDocument;
  reviewing: Reviewing;
  subjects: readonly Subject[];
}

function Part({ part, reviewing: { proposal, reviewed, changed }, subjects }: PartProps) {
  const w = useWords(officeWords);
  const titleOf = useSubjectTitle();
  const own = subjects.filter(({ document }) => document === part);
  if (own.length === 0) return null;
  return (
    <Section title={w(`part.${part}`)}>
      <ul className={classes.subjects}>
        {own.map((subject) => {
          const review = reviewed.get(subject.key);
          return (
            <li key={subject.key}>
              <div className={classes.name}>
                <Link
                  to="/rekomendasi/$id/tinjau/$subject"
                  params={{ id: proposal.id, subject: subject.key }}
                >
                  {titleOf(subject)}
                </Link>
                {review?.comment && <p className={classes.comment}>{review.comment}</p>}
              </div>
              <span className={classes.state}>
                {changed.has(subject.key) && <span className={classes.changed}>{w('changed')}</span>}
                <MarkBadge mark={review?.mark} />
              </span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
