import { ApiError } from '~/api/problem';
import type { SayWord } from '~/i18n/useWords';
import type { SummaryItem } from '~/ui/FormErrorSummary';
import type { CatalogueWords } from './words';

/** What to tell when somebody else has changed the service; null where that is not what went wrong. */
export const serviceErrors = (error: unknown, w: SayWord<CatalogueWords>): SummaryItem[] | null =>
  error instanceof ApiError && error.status === 412 ? [{ text: w('stale') }] : null;
