import { Link } from '@tanstack/react-router';
import type {
  PointDocument,
  PointSummary,
  Proposal,
  RecommendationForm,
  Review,
} from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { Section } from '~/ui/Section';
import { Badge, type Tone } from '~/ui/StatusBadge';
import classes from './PointList.module.css';
import { titleOfPoint } from './points';
import { proposalWords } from './words';

interface PointListProps {
  document: PointDocument;
  proposal: Proposal;
  forms: RecommendationForm;
  /** What this browser keeps because it has not reached the server. */
  unsavedKeys: readonly string[];
  /** What the office said of the last submission. */
  reviews: readonly Review[];
}

/** The points of one document as a task list: each leads to its page and says how it stands. */
export function PointList({ document, proposal, forms, unsavedKeys, reviews }: PointListProps) {
  const { language, format } = useI18n();
  const w = useWords(proposalWords);
  const isUnsaved = (key: string) => unsavedKeys.some((kept) => kept.split('/').at(-1) === key);
  if (document === 'risks')
    return (
      <RegisterEntry
        proposal={proposal}
        unsaved={unsavedKeys.some((key) => key.includes('/risk-'))}
        reviews={reviews}
      />
    );
  const points = forms.points.filter((point) => point.document === document);
  return (
    <Section title={w(document)}>
      <ol className={classes.points}>
        {points.map((point) => {
          const summary = proposal.points.find(({ key }) => key === point.key);
          return (
            <li key={point.key}>
              <div className={classes.name}>
                {point.number > 0 && <span className={classes.number}>{point.number}</span>}
                <div>
                  <Link to="/rekomendasi/$id/isi/$point" params={{ id: proposal.id, point: point.key }}>
                    {titleOfPoint(point, language)}
                  </Link>
                  {summary?.saved_at && summary.saved_by && (
                    <div className={classes.quiet}>
                      {w('savedBy', {
                        time: format.dateTime(summary.saved_at),
                        name: summary.saved_by.name,
                      })}
                    </div>
                  )}
                  {isUnsaved(point.key) && <div className={classes.unsaved}>{w('unsaved')}</div>}
                </div>
              </div>
              {summary && (
                <PointState summary={summary} review={reviews.find(({ key }) => key === point.key)} />
              )}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}

/** How a point stands, as a word and a shape. */
function PointState({ summary, review }: { summary: PointSummary; review: Review | undefined }) {
  const w = useWords(proposalWords);
  const [tone, text]: [Tone, string] =
    review?.mark === 'to_mend'
      ? ['returned', w(review.reply ? 'point.replied' : 'point.to_mend')]
      : review
        ? ['fulfilled', w(`point.${review.mark}`)]
        : summary.complete
          ? ['done', w('point.complete')]
          : summary.saved_at || summary.copied
            ? ['in_progress', w('point.partial')]
            : ['waiting', w('point.none')];
  return (
    <span className={classes.state}>
      {summary.copied && <span className={classes.copied}>{w('copied')}</span>}
      <Badge tone={tone}>{text}</Badge>
    </span>
  );
}

/** The register of risks as one line, because it is written on a page of its own. */
function RegisterEntry({
  proposal,
  unsaved,
  reviews,
}: {
  proposal: Proposal;
  unsaved: boolean;
  reviews: readonly Review[];
}) {
  const w = useWords(proposalWords);
  const { risks } = proposal;
  const incomplete = risks.filter(({ complete }) => !complete).length;
  const [tone, text]: [Tone, string] =
    risks.length === 0
      ? ['waiting', w('point.none')]
      : reviews.some(({ key, mark, reply }) => key.startsWith('risk-') && mark === 'to_mend' && !reply)
        ? ['returned', w('point.to_mend')]
        : incomplete > 0
          ? ['in_progress', w('point.partial')]
          : ['done', w('point.complete')];
  return (
    <Section title={w('risks')}>
      <ol className={classes.points}>
        <li>
          <div className={classes.name}>
            <div>
              <Link to="/rekomendasi/$id/risiko" params={{ id: proposal.id }}>
                {w('register')}
              </Link>
              <div className={classes.quiet}>
                {risks.length === 0 ? w('registerNone') : w('registerCount', { count: risks.length })}
              </div>
              {unsaved && <div className={classes.unsaved}>{w('unsaved')}</div>}
            </div>
          </div>
          <span className={classes.state}>
            <Badge tone={tone}>{text}</Badge>
          </span>
        </li>
      </ol>
    </Section>
  );
}
