import type { Point } from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import classes from './PointPage.module.css';
import { helpOfPoint } from './points';
import { proposalWords } from './words';

/** What the rule wants at this point, where it says so, and what an answer may look like. */
export function Guide({ point }: { point: Point }) {
  const { language } = useI18n();
  const w = useWords(proposalWords);
  return (
    <div className={classes.guide}>
      <p>{helpOfPoint(point, language)}</p>
      <p className={classes.basis}>{w('basis', { basis: point.basis })}</p>
      <details>
        <summary>{w('example')}</summary>
        <p className={classes.example}>{point.example}</p>
      </details>
    </div>
  );
}
