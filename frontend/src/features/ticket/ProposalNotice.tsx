import type { Ticket } from '~/api/types';
import { mayDo, useSession } from '~/api/useSession';
import { useWords } from '~/i18n/useWords';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { proposalNoticeWords } from './proposalNoticeWords';
import { useProposalOf } from './useProposalOf';

/** Leads from a request to the proposal that it was filed with. */
export function ProposalNotice({ ticket, className }: { ticket: Ticket; className?: string | undefined }) {
  const w = useWords(proposalNoticeWords);
  const { user } = useSession();
  const { proposal } = useProposalOf(ticket);
  if (!proposal) return null;
  const reviews = ticket.status !== 'done' && mayDo(user, 'recommendation.review');
  return (
    <div className={className}>
      <Notice
        tone="info"
        title={w('title', { number: proposal.number })}
        action={
          <LinkButton to="/rekomendasi/$id" params={{ id: proposal.id }} size="sm">
            {w(reviews ? 'review' : 'open')}
          </LinkButton>
        }
      >
        {w('text')}
      </Notice>
    </div>
  );
}
