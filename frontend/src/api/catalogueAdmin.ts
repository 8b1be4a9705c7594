import { queryOptions } from '@tanstack/react-query';
import {
  getServiceTypeEntries,
  getServiceTypesByCodeDifference,
  getServiceTypesByCodeVersions,
  getServiceTypesByCodeVersionsByNumber,
  postServiceTypes,
  postServiceTypesByCodePublish,
  postServiceTypesByCodeRestore,
  postServiceTypesByCodeRetire,
  putServiceTypesByCode,
  type ServiceTypeDraft,
  type ServiceTypeHistory,
  type ServiceTypePublication,
} from './generated';

/** A service's versions together with the ETag that a change must be based on. */
export interface VersionedHistory {
  history: ServiceTypeHistory;
  etag: string;
}

const versioned = ({
  data,
  response,
}: {
  data: ServiceTypeHistory;
  response: Response;
}): VersionedHistory => ({
  history: data,
  etag: response.headers.get('ETag') ?? '',
});

/** Every key of the cache that the keepers' screens read begins with this one. */
export const catalogueAdminKey = ['service-types', 'admin'] as const;

/** Every service, whatever its state, in the order of the catalogue. */
export const entriesQuery = () =>
  queryOptions({
    queryKey: [...catalogueAdminKey, 'entries'],
    queryFn: async ({ signal }) => (await getServiceTypeEntries({ signal })).data.items,
  });

export const historyQuery = (code: string) =>
  queryOptions({
    queryKey: [...catalogueAdminKey, 'history', code],
    queryFn: async ({ signal }) => versioned(await getServiceTypesByCodeVersions({ path: { code }, signal })),
  });

export const versionQuery = (code: string, number: number) =>
  queryOptions({
    queryKey: [...catalogueAdminKey, 'version', code, number],
    queryFn: async ({ signal }) =>
      (await getServiceTypesByCodeVersionsByNumber({ path: { code, number }, signal })).data,
  });

export const differenceQuery = (code: string, from: number, to: number) =>
  queryOptions({
    queryKey: [...catalogueAdminKey, 'difference', code, from, to],
    queryFn: async ({ signal }) =>
      (await getServiceTypesByCodeDifference({ path: { code }, query: { from, to }, signal })).data.items,
  });

export const createService = async (draft: ServiceTypeDraft): Promise<VersionedHistory> =>
  versioned(await postServiceTypes({ body: draft }));

export const saveService = async (
  code: string,
  etag: string,
  draft: ServiceTypeDraft,
): Promise<VersionedHistory> =>
  versioned(await putServiceTypesByCode({ path: { code }, headers: { 'If-Match': etag }, body: draft }));

export const publishService = async (
  code: string,
  etag: string,
  publication: ServiceTypePublication,
): Promise<VersionedHistory> =>
  versioned(
    await postServiceTypesByCodePublish({ path: { code }, headers: { 'If-Match': etag }, body: publication }),
  );

/** Closes a service to new requests, or opens it again. */
export async function setRetired(
  code: string,
  etag: string,
  retired: boolean,
  reason: string,
): Promise<VersionedHistory> {
  const post = retired ? postServiceTypesByCodeRetire : postServiceTypesByCodeRestore;
  return versioned(await post({ path: { code }, headers: { 'If-Match': etag }, body: { reason } }));
}
