import { Button, Skeleton, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiError, isRetryable } from '~/api/problem';
import { useI18n } from '~/i18n/I18nProvider';
import { describeError } from './describeError';
import { AlertIcon } from './icons';
import classes from './states.module.css';

interface EmptyStateProps {
  title: string;
  text?: string;
  action?: ReactNode;
}

/** Nothing is there, and why, and what one can do. */
export function EmptyState({ title, text, action }: EmptyStateProps) {
  return (
    <div className={classes.state}>
      <svg
        aria-hidden="true"
        width="72"
        height="56"
        viewBox="0 0 72 56"
        fill="none"
        className={classes.picture}
      >
        <rect
          x="14"
          y="6"
          width="44"
          height="44"
          rx="6"
          fill="var(--surface-quiet)"
          stroke="var(--line)"
          strokeWidth="2"
        />
        <path d="M24 20h24M24 28h24M24 36h14" stroke="var(--line)" strokeWidth="3" strokeLinecap="round" />
        <path d="M14 50h44" stroke="var(--gold)" strokeWidth="3" strokeLinecap="round" />
      </svg>
      <Title order={2} size="h5">
        {title}
      </Title>
      {text && <p>{text}</p>}
      {action}
    </div>
  );
}

/** Something could not be loaded; says why in plain words and offers the way on. */
export function ErrorState({
  error,
  onRetry,
  action,
}: {
  error: unknown;
  onRetry?: () => void;
  action?: ReactNode;
}) {
  const { t } = useI18n();
  const { text, requestId } = describeError(error, t);
  const missing = error instanceof ApiError && error.status === 404;
  return (
    <div className={classes.state} role="alert">
      <span className={classes.alarm}>
        <AlertIcon size={32} />
      </span>
      <Title order={2} size="h5">
        {t(missing ? 'error.pageNotFoundTitle' : 'error.title')}
      </Title>
      <p>{text}</p>
      {requestId && <p className={classes.reference}>{t('error.requestId', { id: requestId })}</p>}
      {onRetry && isRetryable(error) && (
        <Button variant="default" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
      {action}
    </div>
  );
}

/** Grey lines in the place of what is being loaded, and a word for those who do not see them. */
export function LoadingState({ lines = 5, height = 44 }: { lines?: number; height?: number }) {
  const { t } = useI18n();
  return (
    <div role="status" aria-label={t('common.loading')} className={classes.loading}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all the same and never move
        <Skeleton key={line} height={height} radius="md" />
      ))}
    </div>
  );
}
