import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  type ApiKey,
  type ApiKeyInput,
  getApiKeyScopes,
  getApiKeys,
  getApiKeysById,
  type MadeApiKey,
  postApiKeys,
  postApiKeysByIdRevoke,
  postApiKeysByIdRotate,
} from './generated';

export type { ApiKey, ApiKeyInput, MadeApiKey };

export const keysKey = ['api-keys'] as const;

export const keysQuery = () =>
  infiniteQueryOptions({
    queryKey: [...keysKey, 'list'],
    queryFn: async ({ pageParam, signal }) =>
      (await getApiKeys({ query: { ...(pageParam && { cursor: pageParam }) }, signal })).data,
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });

/** A key with the ETag that a change must be based on. */
export interface VersionedKey {
  key: ApiKey;
  etag: string;
}

export const keyQuery = (id: string) =>
  queryOptions({
    queryKey: [...keysKey, 'one', id],
    queryFn: async ({ signal }): Promise<VersionedKey> => {
      const { data, response } = await getApiKeysById({ path: { id }, signal });
      return { key: data, etag: response.headers.get('ETag') ?? '' };
    },
  });

export const keyScopesQuery = () =>
  queryOptions({
    queryKey: [...keysKey, 'scopes'],
    queryFn: async ({ signal }) => (await getApiKeyScopes({ signal })).data.items,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const makeKey = async (body: ApiKeyInput): Promise<MadeApiKey> => (await postApiKeys({ body })).data;

export const rotateKey = async (id: string, etag: string, overlapHours: number): Promise<MadeApiKey> =>
  (
    await postApiKeysByIdRotate({
      path: { id },
      headers: { 'If-Match': etag },
      body: { overlap_hours: overlapHours },
    })
  ).data;

export const revokeKey = async (id: string, etag: string, reason: string): Promise<void> => {
  await postApiKeysByIdRevoke({ path: { id }, headers: { 'If-Match': etag }, body: { reason } });
};
