import { queryOptions } from '@tanstack/react-query';
import {
  type Definition,
  getServiceTypeEntries,
  getServiceTypesByCodeDifference,
  getServiceTypesByCodeRunningRequests,
  getServiceTypesByCodeVersions,
  getServiceTypesByCodeVersionsByNumber,
  getServiceTypesByCodeVersionsByNumberDefinitionYaml,
  getServiceTypesByCodeVersionsByNumberPage,
  postServiceTypeFiles,
  postServiceTypes,
  postServiceTypesByCodePublish,
  postServiceTypesByCodeRestore,
  postServiceTypesByCodeRetire,
  putServiceTypesByCode,
  type ServiceType,
  type ServiceTypeDraft,
  type ServiceTypeHistory,
  type ServiceTypePublication,
  type ServiceTypeVersion,
} from './generated';
import type { ProtectedFile } from './tickets';

/** Every key of the cache that the keepers' screens read begins with this one. */
const catalogueAdminKey = ['service-types', 'admin'] as const;

/** Every service, whatever its state, in the order of the catalogue. */
export const entriesQuery = () =>
  queryOptions({
    queryKey: [...catalogueAdminKey, 'entries'],
    queryFn: async ({ signal }) => (await getServiceTypeEntries({ signal })).data.items,
  });

/** A service as its keepers work on it: all versions, and the one that an edit starts from. */
export interface KeptService {
  history: ServiceTypeHistory;
  /** Of the versions; every change is based on it. */
  etag: string;
  edition: ServiceTypeVersion;
  /** What stands in that edition. */
  service: ServiceType;
}

/** History and text are read in one go: the text is never older than the ETag under which it is changed. */
export const keptServiceQuery = (code: string) =>
  queryOptions({
    queryKey: [...catalogueAdminKey, 'kept', code],
    queryFn: async ({ signal }): Promise<KeptService> => {
      const { data: history, response } = await getServiceTypesByCodeVersions({ path: { code }, signal });
      const edition = editionToEdit(history);
      const { data: service } = await getServiceTypesByCodeVersionsByNumber({
        path: { code, number: edition.number },
        signal,
      });
      return { history, etag: response.headers.get('ETag') ?? '', edition, service };
    },
  });

/** The admin's own newest draft, or else what was published last. A shipped draft is an offer, never edited. */
export function editionToEdit({ items }: ServiceTypeHistory): ServiceTypeVersion {
  const published = items.find(({ state }) => state !== 'draft');
  const draft = items.find((item) => isNewDraft(item, published) && !item.shipped);
  const edition = draft ?? published ?? items[0];
  if (!edition) throw new RangeError('a service without versions');
  return edition;
}

/** The newer version that an upgrade brought, where it waits for a decision. */
export function shippedOffer({ items }: ServiceTypeHistory): ServiceTypeVersion | undefined {
  const published = items.find(({ state }) => state !== 'draft');
  return published && items.find((item) => isNewDraft(item, published) && item.shipped);
}

const isNewDraft = (item: ServiceTypeVersion, published: ServiceTypeVersion | undefined): boolean =>
  item.state === 'draft' && item.number > (published?.number ?? 0);

export const versionQuery = (code: string, number: number) =>
  queryOptions({
    queryKey: [...catalogueAdminKey, 'version', code, number],
    queryFn: async ({ signal }) =>
      (await getServiceTypesByCodeVersionsByNumber({ path: { code, number }, signal })).data,
  });

/** The public page of a version, as HTML; `language` is the one that the server is asked in. */
export const versionPageQuery = (code: string, number: number, language: string) =>
  queryOptions({
    queryKey: [...catalogueAdminKey, 'page', code, number, language],
    queryFn: async ({ signal }) =>
      (await getServiceTypesByCodeVersionsByNumberPage({ path: { code, number }, parseAs: 'text', signal }))
        .data,
  });

export const differenceQuery = (code: string, from: number, to: number) =>
  queryOptions({
    queryKey: [...catalogueAdminKey, 'difference', code, from, to],
    queryFn: async ({ signal }) =>
      (await getServiceTypesByCodeDifference({ path: { code }, query: { from, to }, signal })).data.items,
  });

/** The versions after a change, with the ETag that the next change must be based on. */
interface Changed {
  history: ServiceTypeHistory;
  etag: string;
}

const changed = ({ data, response }: { data: ServiceTypeHistory; response: Response }): Changed => ({
  history: data,
  etag: response.headers.get('ETag') ?? '',
});

export const createService = async (draft: ServiceTypeDraft): Promise<Changed> =>
  changed(await postServiceTypes({ body: draft }));

export const saveService = async (code: string, etag: string, draft: ServiceTypeDraft): Promise<Changed> =>
  changed(await putServiceTypesByCode({ path: { code }, headers: { 'If-Match': etag }, body: draft }));

export const publishService = async (
  code: string,
  etag: string,
  publication: ServiceTypePublication,
): Promise<Changed> =>
  changed(
    await postServiceTypesByCodePublish({ path: { code }, headers: { 'If-Match': etag }, body: publication }),
  );

/** Closes a service to new requests, or opens it again. */
export async function setRetired(
  code: string,
  etag: string,
  retired: boolean,
  reason: string,
): Promise<Changed> {
  const post = retired ? postServiceTypesByCodeRetire : postServiceTypesByCodeRestore;
  return changed(await post({ path: { code }, headers: { 'If-Match': etag }, body: { reason } }));
}

/** How many open requests go by each version of a service. */
export const runningQuery = (code: string) =>
  queryOptions({
    queryKey: [...catalogueAdminKey, 'running', code],
    queryFn: async ({ signal }) =>
      (await getServiceTypesByCodeRunningRequests({ path: { code }, signal })).data.items,
  });

/** A version as a file, in the format of the shipped ones. */
export const definitionFile = (code: string, number: number): ProtectedFile => ({
  name: `${code}-versi-${number}.yaml`,
  fetch: () =>
    getServiceTypesByCodeVersionsByNumberDefinitionYaml({ path: { code, number }, parseAs: 'stream' }),
});

/** What a file of a service says, checked by the server; nothing is kept. */
export const readDefinitionFile = async (file: File): Promise<Definition> =>
  (await postServiceTypeFiles({ body: await file.text() })).data;
