import type { RiskLevel } from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import classes from './LevelBadge.module.css';

/** A magnitude with its level: a number, a word, and a colour with as many bars as the level is high. */
export function LevelBadge({ level, magnitude }: { level: RiskLevel | undefined; magnitude: number }) {
  const { language } = useI18n();
  if (!level) return <span className={classes.none}>–</span>;
  return (
    <span className={classes.badge} data-level={level.code}>
      {magnitude} – {nameOfLevel(level, language)}
    </span>
  );
}

export const nameOfLevel = (level: RiskLevel, language: 'id' | 'en'): string =>
  language === 'en' ? level.en : level.title;
