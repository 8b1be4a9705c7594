import type { ReviewMark } from '~/api/recommendations';
import { useWords } from '~/i18n/useWords';
import { Badge, type Tone } from '~/ui/StatusBadge';
import { officeWords } from './officeWords';

const tones: Record<ReviewMark, Tone> = {
  fulfilled: 'fulfilled',
  to_mend: 'returned',
  not_applicable: 'cancelled',
};

/** What the office thinks of a point, as a word and a shape; without a mark it still waits for one. */
export function MarkBadge({ mark }: { mark: ReviewMark | undefined }) {
  const w = useWords(officeWords);
  return mark ? (
    <Badge tone={tones[mark]}>{w(`mark.${mark}`)}</Badge>
  ) : (
    <Badge tone="waiting">{w('unreviewed')}</Badge>
  );
}
