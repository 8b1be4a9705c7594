import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Proposal, type RecommendationForm, risksQuery } from '~/api/recommendations';
import { useWords } from '~/i18n/useWords';
import { LinkButton } from '~/ui/LinkButton';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import './levels.css';
import { LevelBadge } from './LevelBadge';
import classes from './RiskLines.module.css';
import { levelOf, magnitudeOf, scoresOf } from './risk';
import { riskWords } from './riskWords';

interface RiskLinesProps {
  proposal: Proposal;
  forms: RecommendationForm;
}

/** The risks of the register, the gravest first, to be read: where the needs analysis asks for them. */
export function RiskLines({ proposal, forms }: RiskLinesProps) {
  const w = useWords(riskWords);
  const risks = useQuery(risksQuery(proposal.id));
  const lines = (risks.data ?? [])
    .map((risk) => ({ risk, magnitude: magnitudeOf(forms.matrix, scoresOf(risk.answers)) }))
    .toSorted((a, b) => b.magnitude - a.magnitude);
  return (
    <Section
      title={w('initial')}
      className={classes.section ?? ''}
      aside={
        <LinkButton to="/rekomendasi/$id/risiko" params={{ id: proposal.id }} variant="default" size="sm">
          {w('toRegister')}
        </LinkButton>
      }
    >
      <p className={classes.quiet}>{w('initialText')}</p>
      {risks.isPending && <LoadingState lines={3} />}
      {risks.isError && <ErrorState error={risks.error} onRetry={() => risks.refetch()} />}
      {risks.data && lines.length === 0 && <p>{w('empty')}</p>}
      <ul className={classes.lines}>
        {lines.map(({ risk, magnitude }) => (
          <li key={risk.id}>
            <Link to="/rekomendasi/$id/risiko/$risk" params={{ id: proposal.id, risk: risk.id }}>
              R{risk.number} {String(risk.answers.event ?? '') || w('noEvent')}
            </Link>
            <LevelBadge level={levelOf(forms.levels, magnitude)} magnitude={magnitude} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
