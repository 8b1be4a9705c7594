import { Button } from '@mantine/core';
import { useI18n } from '~/i18n/I18nProvider';
import classes from './LoadMore.module.css';

interface LoadMoreProps {
  shown: number;
  /** Absent where counting is dear. */
  total?: number | null | undefined;
  hasMore: boolean;
  loading: boolean;
  onMore(): void;
}

/** How much of a list is on the screen, and the rest of it. */
export function LoadMore({ shown, total, hasMore, loading, onMore }: LoadMoreProps) {
  const { t } = useI18n();
  return (
    <div className={classes.more}>
      <span role="status">
        {total == null ? t('common.shown', { count: shown }) : t('common.showing', { shown, total })}
      </span>
      {hasMore && (
        <Button variant="default" loading={loading} onClick={onMore}>
          {t('common.loadMore')}
        </Button>
      )}
    </div>
  );
}
