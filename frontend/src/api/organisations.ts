import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type Organisation as Agency,
  type OrganisationEvent as AgencyEvent,
  type OrganisationHoldings as AgencyHoldings,
  type OrganisationInput as AgencyInput,
  getOrganisations,
  getOrganisationsById,
  getOrganisationsByIdHistory,
  getOrganisationsByIdHoldings,
  getUnits,
  postOrganisations,
  postOrganisationsByIdClose,
  postOrganisationsByIdMerge,
  postOrganisationsByIdReopen,
  postUnits,
  postUnitsByCodeClose,
  postUnitsByCodeReopen,
  putOrganisationsById,
  putUnitsByCode,
  type Unit,
} from './generated';

export type { Agency, AgencyEvent, AgencyHoldings, AgencyInput, Unit };

export const agenciesKey = ['organisations'] as const;
export const unitsKey = ['units'] as const;

export type AgencyState = 'open' | 'closed' | 'all';

export const agencyListQuery = (q: string | undefined, state: AgencyState) =>
  queryOptions({
    queryKey: [...agenciesKey, 'list', q, state],
    queryFn: async ({ signal }) =>
      (await getOrganisations({ query: { state, ...(q && { q }) }, signal })).data.items,
    placeholderData: keepPreviousData,
  });

/** An agency with the ETag that a change must be based on. */
export interface VersionedAgency {
  agency: Agency;
  etag: string;
}

const versioned = ({ data, response }: { data: Agency; response: Response }): VersionedAgency => ({
  agency: data,
  etag: response.headers.get('ETag') ?? '',
});

export const agencyQuery = (id: string) =>
  queryOptions({
    queryKey: [...agenciesKey, 'one', id],
    queryFn: async ({ signal }) => versioned(await getOrganisationsById({ path: { id }, signal })),
  });

/** What belongs to an agency: what a merger moves, and what stands in the way of closing. */
export const holdingsQuery = (id: string) =>
  queryOptions({
    queryKey: [...agenciesKey, 'holdings', id],
    queryFn: async ({ signal }) => (await getOrganisationsByIdHoldings({ path: { id }, signal })).data,
  });

export const agencyHistoryQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...agenciesKey, 'history', id],
    queryFn: async ({ pageParam, signal }) =>
      (
        await getOrganisationsByIdHistory({
          path: { id },
          query: { limit: 20, ...(pageParam && { cursor: pageParam }) },
          signal,
        })
      ).data,
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });

/** Makes an agency, or changes the one that is given. */
export const saveAgency = async (of: VersionedAgency | null, body: AgencyInput): Promise<VersionedAgency> =>
  versioned(
    of
      ? await putOrganisationsById({ path: { id: of.agency.id }, headers: { 'If-Match': of.etag }, body })
      : await postOrganisations({ body }),
  );

export const mergeAgency = async (
  of: VersionedAgency,
  into: string,
  reason: string,
): Promise<VersionedAgency> =>
  versioned(
    await postOrganisationsByIdMerge({
      path: { id: of.agency.id },
      headers: { 'If-Match': of.etag },
      body: { into, reason },
    }),
  );

const ends = { close: postOrganisationsByIdClose, reopen: postOrganisationsByIdReopen } as const;

export const endAgency = async (
  action: keyof typeof ends,
  of: VersionedAgency,
  reason: string,
): Promise<VersionedAgency> =>
  versioned(
    await ends[action]({ path: { id: of.agency.id }, headers: { 'If-Match': of.etag }, body: { reason } }),
  );

export const allUnitsQuery = () =>
  queryOptions({
    queryKey: [...unitsKey, 'all'],
    queryFn: async ({ signal }) => (await getUnits({ query: { all: true }, signal })).data.items,
  });

/** A version in the form that If-Match takes. */
const ifMatch = (version: number) => ({ 'If-Match': `"${version}"` });

/** Makes a unit, or renames the one that is given; a code never changes. */
export const saveUnit = async (of: Unit | null, code: string, name: string): Promise<Unit> =>
  of
    ? (await putUnitsByCode({ path: { code: of.code }, headers: ifMatch(of.version), body: { name } })).data
    : (await postUnits({ body: { code, name } })).data;

const unitEnds = { close: postUnitsByCodeClose, reopen: postUnitsByCodeReopen } as const;

export const endUnit = async (action: keyof typeof unitEnds, of: Unit, reason: string): Promise<Unit> =>
  (await unitEnds[action]({ path: { code: of.code }, headers: ifMatch(of.version), body: { reason } })).data;
