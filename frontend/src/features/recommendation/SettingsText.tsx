import { useQuery } from '@tanstack/react-query';
import { organisationsQuery } from '~/api/inbox';
import type { RecommendationSettings } from '~/api/recommendationFigures';
import { proposalFormQuery } from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { Section } from '~/ui/Section';
import { LetterPreview } from './LetterPreview';
import { titleOfPoint } from './points';
import classes from './SettingsText.module.css';
import { settingsWords } from './settingsWords';

/** What the office has decided about SPBE proposals, for whoever reads it without changing it. */
export function SettingsText({ settings }: { settings: RecommendationSettings }) {
  const { language } = useI18n();
  const w = useWords(settingsWords);
  const agencies = useQuery(organisationsQuery());
  const forms = useQuery(proposalFormQuery());
  const pointName = (key: string) => {
    const point = forms.data?.points.find((one) => one.key === key);
    return key === 'risk' ? w('riskPoint') : point ? titleOfPoint(point, language) : key;
  };
  const { threshold, agency_thresholds, letter, checklists } = settings;
  return (
    <div>
      <Section title={w('section.risk')}>
        <p className={classes.quiet}>{w('section.riskText')}</p>
        <dl className={classes.list}>
          <dt>{w('threshold')}</dt>
          <dd>{threshold}</dd>
          <dt>{w('agencyThresholds')}</dt>
          <dd>
            {agency_thresholds.length === 0
              ? w('noneOfAgencies')
              : agency_thresholds.map((own) => (
                  <div key={own.organisation}>
                    {agencies.data?.find(({ id }) => id === own.organisation)?.name ?? own.organisation}:{' '}
                    {own.threshold}
                  </div>
                ))}
          </dd>
        </dl>
      </Section>
      <Section title={w('section.letter')}>
        <LetterPreview letter={letter} />
      </Section>
      <Section title={w('section.checklists')}>
        {checklists.length === 0 && <p className={classes.line}>{w('noneOfChecklists')}</p>}
        <dl className={classes.list}>
          {checklists.map(({ key, lines }) => (
            <div key={key}>
              <dt>{pointName(key)}</dt>
              <dd>
                <ul className={classes.lines}>
                  {lines.map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              </dd>
            </div>
          ))}
        </dl>
      </Section>
    </div>
  );
}
