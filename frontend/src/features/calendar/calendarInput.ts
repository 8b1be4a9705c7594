import type { Calendar, CalendarInput } from '~/api/types';

/** What is sent of a calendar: all but its id, version and zone. */
export const inputOf = ({ count_day_of_receipt, hours, exceptions }: Calendar): CalendarInput => ({
  count_day_of_receipt,
  hours,
  exceptions,
});
