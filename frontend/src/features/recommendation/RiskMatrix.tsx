import { Link } from '@tanstack/react-router';
import type { RecommendationForm, Risk } from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { optionsOf, titleOf } from '~/ui/form/kinds';
import './levels.css';
import { nameOfLevel } from './LevelBadge';
import classes from './RiskMatrix.module.css';
import { levelOf, risksByCell } from './risk';
import { riskWords } from './riskWords';

interface RiskMatrixProps {
  forms: RecommendationForm;
  risks: readonly Risk[];
  /** Before treatment, or what is left after it. */
  which: 'risk' | 'residual';
  proposal: string;
}

const scale = [1, 2, 3, 4, 5] as const;

/**
 * The 5×5 matrix as a real table: the likelihood from top to bottom, the impact from left to right, and each risk as a
 * link with its number in its cell. Every cell says its magnitude and level in words, too.
 */
export function RiskMatrix({ forms, risks, which, proposal }: RiskMatrixProps) {
  const { language } = useI18n();
  const w = useWords(riskWords);
  const cells = risksByCell(risks, which);
  const nameOf = (field: 'likelihood' | 'impact', score: number) => {
    const properties = forms.risk.form.properties[field];
    const option = properties && optionsOf(properties).find(({ const: code }) => code === String(score));
    return option ? titleOf(option, language).replace(/^\d\s*–\s*/, '') : String(score);
  };
  return (
    <div className={classes.matrix}>
      <p className={classes.axes} aria-hidden="true">
        {w('axes')}
      </p>
      <table>
        <caption>{which === 'risk' ? w('matrix') : w('matrixResidual')}</caption>
        <thead>
          <tr>
            <th scope="col" className={classes.corner}>
              <span>
                {w('likelihood')} <span aria-hidden="true">↓</span>
                <br />
                {w('impact')} <span aria-hidden="true">→</span>
              </span>
            </th>
            {scale.map((impact) => (
              <th key={impact} scope="col">
                {impact}
                <span className={classes.name}>{nameOf('impact', impact)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {scale.toReversed().map((likelihood) => (
            <tr key={likelihood}>
              <th scope="row">
                {likelihood}
                <span className={classes.name}>{nameOf('likelihood', likelihood)}</span>
              </th>
              {scale.map((impact) => {
                const magnitude = forms.matrix[likelihood - 1]?.[impact - 1] ?? 0;
                const level = levelOf(forms.levels, magnitude);
                return (
                  <td key={impact} data-level={level?.code}>
                    <span className={classes.magnitude}>
                      {magnitude}
                      {level && <span className="visually-hidden"> {nameOfLevel(level, language)}</span>}
                    </span>
                    <span className={classes.risks}>
                      {cells.get(`${likelihood}/${impact}`)?.map((risk) => (
                        <Link
                          key={risk.id}
                          to="/rekomendasi/$id/risiko/$risk"
                          params={{ id: proposal, risk: risk.id }}
                          title={String(risk.answers.event ?? '')}
                        >
                          <span className="visually-hidden">{w('riskWord')} </span>R{risk.number}
                        </Link>
                      ))}
                    </span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={classes.legend} aria-label={w('levels')}>
        {forms.levels.map((level) => (
          <li key={level.code} data-level={level.code}>
            {w('levelRange', { level: nameOfLevel(level, language), from: level.from, to: level.to })}
          </li>
        ))}
      </ul>
    </div>
  );
}
