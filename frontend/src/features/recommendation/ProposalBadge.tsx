import type { ProposalState } from '~/api/recommendations';
import { useWords } from '~/i18n/useWords';
import { Badge, type Tone } from '~/ui/StatusBadge';
import { proposalWords } from './words';

const tones: Record<ProposalState, Tone> = {
  draft: 'waiting',
  submitted: 'in_progress',
  mending: 'returned',
  study: 'in_progress',
  decision: 'in_progress',
  approved_internally: 'in_progress',
  sent_to_ministry: 'in_progress',
  approved: 'approved',
  refused_by_office: 'rejected',
  refused_by_ministry: 'rejected',
  cancelled: 'cancelled',
};

/** Where a proposal stands, as a word and a shape. */
export function ProposalBadge({ state }: { state: ProposalState }) {
  const w = useWords(proposalWords);
  return <Badge tone={tones[state]}>{w(`state.${state}`)}</Badge>;
}
