import { queryOptions } from '@tanstack/react-query';
import {
  type Calendar,
  type CalendarInput,
  deleteHolidaysById,
  getCalendarsById,
  getCalendarsByIdDays,
  getCalendarsByIdDeadline,
  getCalendarsByIdProposals,
  getCalendarsByIdRecomputation,
  getHolidays,
  getHolidaysCsv,
  type Holiday,
  type HolidayInput,
  type Limit,
  postHolidayImports,
  postHolidays,
  putCalendarsById,
  putHolidaysById,
} from './generated';
import type { ProtectedFile } from './tickets';

/** There is one calendar, that of the office. */
const path = { id: 'office' } as const;

/** Every key of the cache that tells about the working time begins with this one. */
export const calendarKey = ['calendar'] as const;

export const calendarQuery = () =>
  queryOptions({
    queryKey: [...calendarKey, 'office'],
    queryFn: async ({ signal }) => (await getCalendarsById({ path, signal })).data,
  });

/** What the calendar says of every day of a year. */
export const yearQuery = (year: number) =>
  queryOptions({
    queryKey: [...calendarKey, 'days', year],
    queryFn: async ({ signal }) =>
      (await getCalendarsByIdDays({ path, query: { from: `${year}-01-01`, to: `${year}-12-31` }, signal }))
        .data.items,
  });

export const holidaysQuery = (year: number) =>
  queryOptions({
    queryKey: [...calendarKey, 'holidays', year],
    queryFn: async ({ signal }) => (await getHolidays({ query: { year }, signal })).data.items,
  });

/** Exceptional periods that come with the product and are not adopted. */
export const proposalsQuery = () =>
  queryOptions({
    queryKey: [...calendarKey, 'proposals'],
    queryFn: async ({ signal }) => (await getCalendarsByIdProposals({ path, signal })).data.items,
  });

/** How far the due times have been computed; asked again and again until all are. */
export const recomputationQuery = () =>
  queryOptions({
    queryKey: [...calendarKey, 'recomputation'],
    queryFn: async ({ signal }) => (await getCalendarsByIdRecomputation({ path, signal })).data,
    refetchInterval: ({ state }) => (state.data?.running ? 1500 : false),
  });

/** When a limit ends that begins at an instant (RFC 3339). */
export const trialQuery = (from: string, limit: Limit) =>
  queryOptions({
    queryKey: [...calendarKey, 'trial', from, limit],
    queryFn: async ({ signal }) =>
      (await getCalendarsByIdDeadline({ path, query: { from, ...limit }, signal })).data,
  });

/** A version in the form that If-Match takes. */
const ifMatch = (version: number) => ({ 'If-Match': `"${version}"` });

export const saveCalendar = async (version: number, body: CalendarInput): Promise<Calendar> =>
  (await putCalendarsById({ path, headers: ifMatch(version), body })).data;

/** Adds a holiday, or changes the one that is given. */
export const saveHoliday = async (holiday: Holiday | null, body: HolidayInput): Promise<Holiday> =>
  holiday
    ? (await putHolidaysById({ path: { id: holiday.id }, headers: ifMatch(holiday.version), body })).data
    : (await postHolidays({ body })).data;

export const removeHoliday = async ({ id, version }: Holiday): Promise<void> => {
  await deleteHolidaysById({ path: { id }, headers: ifMatch(version) });
};

/** Brings in the holidays of a CSV file, or only says what that would do. */
export const importHolidays = async (csv: string, preview: boolean) =>
  (await postHolidayImports({ body: { csv, preview } })).data.items;

export const holidayFile = (year: number): ProtectedFile => ({
  name: `hari-libur-${year}.csv`,
  fetch: () => getHolidaysCsv({ query: { year }, parseAs: 'stream' }),
});
