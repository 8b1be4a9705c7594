import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type Booking,
  getBookings,
  getResources,
  getResourcesAvailability,
  getTicketsByNumberBooking,
  type NewResource,
  postResources,
  putResourcesById,
  type Resource,
  type ResourceAvailabilityList,
  type TicketBooking,
} from './generated';
import { ticketsKey } from './tickets';

export type { Booking, NewResource, Resource, TicketBooking };

/** The kinds of what can be booked, in the order in which they are shown. */
export const resourceKinds = ['room', 'account', 'crew', 'equipment'] as const;
export type ResourceKind = (typeof resourceKinds)[number];

/** What changes a request may change the calendar too. */
const bookingsKey = [...ticketsKey, 'bookings'] as const;
const resourcesKey = ['resources'] as const;

interface BookingFilter {
  from: string;
  to: string;
  resource?: string | undefined;
  kind?: ResourceKind | undefined;
}

/** What is booked between two days of the office. */
export const bookingsQuery = ({ from, to, resource, kind }: BookingFilter) =>
  queryOptions({
    queryKey: [...bookingsKey, 'list', from, to, resource, kind],
    queryFn: async ({ signal }) =>
      (
        await getBookings({
          query: { from, to, ...(resource && { resource }), ...(kind && { kind }) },
          signal,
        })
      ).data.items,
    placeholderData: keepPreviousData,
  });

/** What is booked for one request. */
export const ticketBookingQuery = (number: string) =>
  queryOptions({
    queryKey: [...bookingsKey, 'of', number],
    queryFn: async ({ signal }) => (await getTicketsByNumberBooking({ path: { number }, signal })).data,
  });

/** What is free at a time; the booking of the named request is no obstacle. */
export const freeQuery = (start: string, end: string, kinds: readonly ResourceKind[], ticket?: string) =>
  queryOptions({
    queryKey: [...bookingsKey, 'free', start, end, kinds, ticket],
    queryFn: async ({ signal }): Promise<ResourceAvailabilityList> =>
      (
        await getResourcesAvailability({
          query: { start, end, kind: [...kinds], ...(ticket && { ticket }) },
          signal,
        })
      ).data,
    placeholderData: keepPreviousData,
    retry: false,
  });

/** What can be booked; closed ones too, where all are asked for. */
export const resourcesQuery = (all: boolean) =>
  queryOptions({
    queryKey: [...resourcesKey, all],
    queryFn: async ({ signal }) => (await getResources({ query: { all }, signal })).data.items,
  });

/** Makes something bookable, or changes it, based on the version that the person saw. */
export async function saveResource(of: Resource | null, body: NewResource): Promise<Resource> {
  if (of === null) return (await postResources({ body })).data;
  const { kind: _, ...input } = body;
  return (
    await putResourcesById({ path: { id: of.id }, headers: { 'If-Match': `"${of.version}"` }, body: input })
  ).data;
}

export { resourcesKey };
