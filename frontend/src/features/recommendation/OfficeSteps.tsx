import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { RecordKind } from '~/api/recommendationOffice';
import type { VersionedProposal } from '~/api/recommendations';
import { mayDo, useSession } from '~/api/useSession';
import { useWords } from '~/i18n/useWords';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import classes from './OfficeSteps.module.css';
import { officeWords } from './officeWords';
import { useReviews } from './reviews';
import { mayReview, reviewsIn } from './subjects';

const RecordDialog = lazy(() =>
  import('./RecordDialog').then((module) => ({ default: module.RecordDialog })),
);

const records: readonly RecordKind[] = ['verdict', 'ministry-letter', 'ministry-consideration'];

/** What the office does with a proposal: each way is offered to whom the server allows it, the next one first. */
export function OfficeSteps({ versioned }: { versioned: VersionedProposal }) {
  const w = useWords(officeWords);
  const { user } = useSession();
  const [open, setOpen] = useState<RecordKind | null>(null);
  const [done, setDone] = useState<RecordKind | null>(null);
  const { proposal } = versioned;
  const { id, allowed_actions: allowed, points, risks } = proposal;
  const reviews = useReviews(id, proposal.state);
  const offered = records.filter((kind) => allowed.includes(kind));
  const last = reviewsIn(reviews.data ?? [], proposal.submissions);
  const inOffice = mayDo(user, 'ticket.notes.read');
  const decided = !['draft', 'submitted', 'mending', 'study', 'decision'].includes(proposal.state);
  const readsStudy = allowed.includes('study') || (inOffice ? proposal.state !== 'submitted' : decided);
  const readsReviews = inOffice || (reviews.data ?? []).length > 0;
  if (proposal.ticket === null || (!readsReviews && !readsStudy)) return null;
  const recommended = offered[0] ?? (allowed.includes('study') ? 'study' : 'reviews');
  const look = (way: string) => (way === recommended ? 'filled' : 'default');
  return (
    <Section title={w(inOffice ? 'steps' : 'stepsRead')} className="no-print">
      <div role="status" className={classes.done}>
        {done && <Notice tone="positive">{w(`${done}.done`)}</Notice>}
      </div>
      {readsReviews && (
        <p className={classes.quiet}>
          {w('reviewed', {
            done: last.size,
            total: points.length + risks.length,
            count: [...last.values()].filter(({ mark }) => mark === 'to_mend').length,
          })}
        </p>
      )}
      <div className={classes.steps}>
        {offered.map((kind) => (
          <Button key={kind} variant={look(kind)} onClick={() => setOpen(kind)}>
            {w(kind)}
          </Button>
        ))}
        {readsReviews && (
          <LinkButton
            to="/rekomendasi/$id/tinjau"
            params={{ id }}
            variant={mayReview(proposal) ? look('reviews') : 'default'}
          >
            {mayReview(proposal) ? w('toReviewing') : w('readReviews')}
          </LinkButton>
        )}
        {readsStudy && (
          <LinkButton to="/rekomendasi/$id/kajian" params={{ id }} variant={look('study')}>
            {allowed.includes('study') ? w('writeStudy') : w('readStudy')}
          </LinkButton>
        )}
      </div>
      {open && (
        <Suspense>
          <RecordDialog
            kind={open}
            versioned={versioned}
            onCancel={() => setOpen(null)}
            onDone={() => {
              setDone(open);
              setOpen(null);
            }}
          />
        </Suspense>
      )}
    </Section>
  );
}
