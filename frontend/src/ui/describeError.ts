import { ApiError } from '~/api/problem';
import type { Translate } from '~/i18n/I18nProvider';

interface Described {
  text: string;
  /** For the helpdesk; only where something went wrong on the server's side. */
  requestId?: string | undefined;
}

/** What to tell a person about a failed request. The server's own sentence comes first where it has one. */
export function describeError(error: unknown, t: Translate): Described {
  if (!(error instanceof ApiError)) return { text: t('error.unknown') };
  const { status, message, requestId } = error;
  if (status === 0) return { text: t('error.network') };
  if (status === 412) return { text: t('error.stale') };
  if (status === 429) return { text: t('error.tooMany', { seconds: error.retryAfter ?? 60 }) };
  if (status === 502 || status === 503 || status === 504) return { text: t('error.unavailable'), requestId };
  if (status >= 500) return { text: t('error.server'), requestId };
  if (message) return { text: message };
  if (status === 401) return { text: t('error.expired') };
  if (status === 403) return { text: t('error.forbidden') };
  if (status === 404) return { text: t('error.notFound') };
  if (status === 413) return { text: t('error.tooLarge') };
  return { text: t('error.unknown'), requestId };
}
