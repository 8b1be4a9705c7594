import type { ServiceTypeEntry, ServiceTypeVersion } from '~/api/types';

/** How far a version has come, or what is true of a whole service. */
export type State = ServiceTypeVersion['state'] | 'hidden' | 'retired';

/** All that is to be said of a service in a list. */
export function entryStates({ current, scheduled, draft, hidden, retired_at }: ServiceTypeEntry): State[] {
  const states: State[] = [];
  if (retired_at) states.push('retired');
  if (current > 0) states.push('current');
  if (scheduled > 0) states.push('scheduled');
  if (draft > 0) states.push('draft');
  if (hidden) states.push('hidden');
  return states;
}
