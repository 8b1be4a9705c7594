import type { TimeLimit } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';

/** `3 hari kerja`, `450 menit kerja (7 jam 30 menit)`, or that no standard has been decreed (C9). */
export function TimeLimitText({ limit }: { limit: TimeLimit | null | undefined }) {
  const { t, format } = useI18n();
  if (!limit) return t('timeLimit.none');
  const text = `${format.number(limit.amount)} ${t(`basis.${limit.basis}`)}`;
  if (limit.basis !== 'working_minutes' || limit.amount < 60) return text;
  const hours = t('timeLimit.hours', { count: Math.floor(limit.amount / 60) });
  const minutes = limit.amount % 60 > 0 && t('timeLimit.minutes', { count: limit.amount % 60 });
  return `${text} (${[hours, minutes].filter(Boolean).join(' ')})`;
}
