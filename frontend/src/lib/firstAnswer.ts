import type { UseQueryResult } from '@tanstack/react-query';

/**
 * Whether a query still waits for its first answer, good or bad. A page waits so for what stands above the rest of it:
 * shown later, that would move the rest away under the pointer. It never waits again, whatever is read anew.
 */
export function awaitsFirstAnswer({
  isLoading,
  failureCount,
  errorUpdateCount,
}: Pick<UseQueryResult, 'isLoading' | 'failureCount' | 'errorUpdateCount'>): boolean {
  return isLoading && failureCount === 0 && errorUpdateCount === 0;
}
