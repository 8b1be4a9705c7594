import type { TicketFilter } from '~/api/tickets';
import type { Urgency } from '~/api/types';

/** What narrows the inbox and its board; it stands in the address. */
export interface InboxSearch {
  q?: string | undefined;
  show?: InboxShow | undefined;
  service_type?: string | undefined;
  unit?: string | undefined;
  urgency?: Urgency | undefined;
  confidential?: boolean | undefined;
  /** Shown as a board rather than a list. */
  board?: boolean | undefined;
  /** On the board: only what waits for this person. */
  mine?: boolean | undefined;
  /** The request that is read beside the list. */
  open?: string | undefined;
}

export const inboxShows = ['new', 'working', 'overdue', 'soon', 'returned'] as const;
export type InboxShow = (typeof inboxShows)[number];

/** What every part of the inbox is narrowed by. */
export function commonFilter({ q, service_type, unit, urgency, confidential }: InboxSearch): TicketFilter {
  return {
    ...(q && { q }),
    ...(service_type && { service_type }),
    ...(unit && { unit }),
    ...(urgency && { urgency }),
    ...(confidential && { confidential }),
  };
}

const shown: Record<InboxShow, TicketFilter> = {
  new: { holder: 'me', status: 'waiting' },
  working: { holder: 'me', status: 'in_progress' },
  overdue: { holder: 'me', overdue: true },
  soon: { holder: 'me', due_soon: true },
  returned: { returned_by: 'me' },
};

/** What waits for this person, what runs out first on top. */
export const inboxFilter = (search: InboxSearch): TicketFilter => ({
  ...commonFilter(search),
  ...(search.show ? shown[search.show] : { holder: 'me' }),
  sort: 'due_at',
});

/** All that is running, or what waits for this person. */
export const boardFilter = (search: InboxSearch): TicketFilter => ({
  ...commonFilter(search),
  ...(search.mine && { holder: 'me' }),
});

/** Whether something is narrowed at all. */
export const isFiltered = (search: InboxSearch): boolean =>
  search.show !== undefined || Object.keys(commonFilter(search)).length > 0;
