import type { TimeLimit } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';

/** `3 hari kerja`, or that no standard has been decreed (C9). */
export function TimeLimitText({ limit }: { limit: TimeLimit | null | undefined }) {
  const { t, format } = useI18n();
  return limit ? `${format.number(limit.amount)} ${t(`basis.${limit.basis}`)}` : t('timeLimit.none');
}
