import type { Ticket } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { Section } from '~/ui/Section';
import { Timeline } from '~/ui/Timeline';
import { useActorName } from './useActorName';

/** Whose opinion the present step needs: what each has said, and who is still to be heard. */
export function Reviewers({ reviewers }: { reviewers: Ticket['reviewers'] }) {
  const { t } = useI18n();
  const actorName = useActorName();
  if (reviewers.length === 0) return null;
  return (
    <Section title={t('reviews.title')}>
      <Timeline
        label={t('reviews.title')}
        entries={reviewers.map(({ role, unit, opinion }) => ({
          key: `${role}/${unit ?? ''}`,
          title: actorName({ role, ...(unit && { unit }) }),
          ...(opinion
            ? {
                at: opinion.at,
                by: opinion.by.name,
                tone: 'done' as const,
                children: [t(`opinion.${opinion.opinion}`), opinion.note].filter(Boolean).join('\n'),
              }
            : { tone: 'current' as const, toneLabel: t('reviews.pending') }),
        }))}
      />
    </Section>
  );
}
