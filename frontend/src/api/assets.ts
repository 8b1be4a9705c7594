import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type Asset,
  type AssetCorrection,
  type AssetExtendInput,
  type AssetInput,
  type AssetReasonInput,
  type GetAssetsData,
  getAssetKinds,
  getAssets,
  getAssetsAvailability,
  getAssetsById,
  getAssetsByIdEvents,
  getServiceTypesByCodePrerequisites,
  getTicketsByNumberAssets,
  postAssets,
  postAssetsByIdExtend,
  postAssetsByIdResume,
  postAssetsByIdRetire,
  postAssetsByIdSuspend,
  putAssetsById,
} from './generated';
import { ticketsKey } from './tickets';

/** A delivered thing together with the version that a change must be based on. */
export interface VersionedAsset {
  asset: Asset;
  etag: string;
}

export type AssetFilter = Omit<NonNullable<GetAssetsData['query']>, 'limit' | 'cursor'>;

/** Every key of the cache that tells about the register begins with this one. */
export const assetsKey = ['assets'] as const;

export const assetsQuery = (filter: AssetFilter) =>
  infiniteQueryOptions({
    queryKey: [...assetsKey, 'list', filter],
    queryFn: async ({ pageParam, signal }) =>
      (await getAssets({ query: { ...filter, ...(pageParam && { cursor: pageParam }) }, signal })).data,
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const assetQuery = (id: string) =>
  queryOptions({
    queryKey: [...assetsKey, 'one', id],
    queryFn: async ({ signal }): Promise<VersionedAsset> => {
      const { data, response } = await getAssetsById({ path: { id }, signal });
      return { asset: data, etag: response.headers.get('ETag') ?? '' };
    },
  });

/** What the caller's agency has of a kind, by name. */
export const agencyAssetsQuery = (kind: string) =>
  queryOptions({
    queryKey: [...assetsKey, 'own', kind],
    queryFn: async ({ signal }) => {
      const { data } = await getAssets({ query: { kind, sort: 'name', limit: 100 }, signal });
      return data.items.filter(({ state }) => state !== 'retired');
    },
  });

/** What happened to a delivered thing, oldest first. */
export const assetEventsQuery = (id: string) =>
  queryOptions({
    queryKey: [...assetsKey, 'events', id],
    queryFn: async ({ signal }) =>
      (await getAssetsByIdEvents({ path: { id }, query: { limit: 100 }, signal })).data.items,
  });

/** What the office delivers, with the fields of each; it changes with a release only. */
export const assetKindsQuery = () =>
  queryOptions({
    queryKey: [...assetsKey, 'kinds'],
    queryFn: async ({ signal }) => (await getAssetKinds({ signal })).data.items,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Whether a name can be had; what cannot be a name at all is an error. */
export const availabilityQuery = (kind: string, name: string) =>
  queryOptions({
    queryKey: [...assetsKey, 'availability', kind, name],
    queryFn: async ({ signal }) => (await getAssetsAvailability({ query: { kind, name }, signal })).data,
    retry: false,
  });

/** What a service wants to be had first, and whether an agency has it: the caller's own where none is named. */
export const prerequisitesQuery = (code: string, organisation?: string) =>
  queryOptions({
    queryKey: [...assetsKey, 'prerequisites', code, organisation],
    queryFn: async ({ signal }) =>
      (
        await getServiceTypesByCodePrerequisites({
          path: { code },
          ...(organisation !== undefined && { query: { organisation } }),
          signal,
        })
      ).data.items,
  });

/** What a request has to do with the register. */
export const ticketAssetsQuery = (number: string) =>
  queryOptions({
    queryKey: [...ticketsKey, 'assets', number],
    queryFn: async ({ signal }) => (await getTicketsByNumberAssets({ path: { number }, signal })).data,
  });

/** What an officer says, on completing a request, of the thing that it leaves behind or changes. */
export interface AssetResult {
  done: 'register' | 'change' | 'extend' | 'retire' | 'none';
  fields?: Record<string, string>;
  expires_on?: string;
}

/** What each action of the office on a delivered thing needs to know. */
export interface AssetActionInputs {
  extend: AssetExtendInput;
  suspend: AssetReasonInput;
  resume: AssetReasonInput;
  retire: AssetReasonInput;
}

export type AssetAction = keyof AssetActionInputs;

interface Target {
  path: { id: string };
  headers: { 'If-Match': string };
}

const send: {
  [Name in AssetAction]: (target: Target, body: AssetActionInputs[Name]) => Promise<unknown>;
} = {
  extend: (target, body) => postAssetsByIdExtend({ ...target, body }),
  suspend: (target, body) => postAssetsByIdSuspend({ ...target, body }),
  resume: (target, body) => postAssetsByIdResume({ ...target, body }),
  retire: (target, body) => postAssetsByIdRetire({ ...target, body }),
};

/** Takes one action on a delivered thing, based on the version that the person saw. */
export async function actOnAsset<Name extends AssetAction>(
  { asset, etag }: VersionedAsset,
  action: Name,
  input: AssetActionInputs[Name],
): Promise<void> {
  await send[action]({ path: { id: asset.id }, headers: { 'If-Match': etag } }, input);
}

/** Registers what was delivered before the register. The same key with the same content is registered once. */
export const registerAsset = async (body: AssetInput, idempotencyKey: string): Promise<Asset> =>
  (await postAssets({ body, headers: { 'Idempotency-Key': idempotencyKey } })).data;

/** Mends what the register says of a delivered thing, based on the version that the person saw. */
export const correctAsset = async ({ asset, etag }: VersionedAsset, body: AssetCorrection): Promise<Asset> =>
  (await putAssetsById({ path: { id: asset.id }, headers: { 'If-Match': etag }, body })).data;
