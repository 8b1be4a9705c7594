import { queryOptions } from '@tanstack/react-query';
import { uploadFetch } from './client';
import {
  type DraftContent,
  deleteDraftsById,
  getDrafts,
  getDraftsById,
  postDrafts,
  postDraftsByIdAttachments,
  putDraftsById,
} from './generated';
import type { OnProgress } from './http';
import type { ShownNotice } from './settings';
import { submitRequest, type VersionedTicket } from './tickets';
import type { Attachment, Draft } from './types';

/** A draft together with the version that a change must be based on. */
export interface VersionedDraft {
  draft: Draft;
  etag: string;
}

const versioned = ({ data, response }: { data: Draft; response: Response }): VersionedDraft => ({
  draft: data,
  etag: response.headers.get('ETag') ?? '',
});

/** Every key of the cache that tells about drafts begins with this one. */
export const draftsKey = ['drafts'] as const;

/** One's own requests that are not sent yet, the last changed first; at most fifty. */
export const draftsQuery = () =>
  queryOptions({
    queryKey: [...draftsKey, 'list'],
    queryFn: async ({ signal }) => (await getDrafts({ signal })).data.items,
  });

/** The page that fills it in knows better than any copy: it is read once, when the page opens. */
export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: [...draftsKey, 'one', id],
    queryFn: async ({ signal }) => versioned(await getDraftsById({ path: { id }, signal })),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** Begins a request, with what the account knows already and, if wished, with the answers of an earlier one. */
export const beginDraft = async (serviceType: string, fromTicket?: string): Promise<VersionedDraft> =>
  versioned(
    await postDrafts({ body: { service_type: serviceType, ...(fromTicket && { from_ticket: fromTicket }) } }),
  );

export const saveDraft = async (id: string, body: DraftContent, etag: string): Promise<VersionedDraft> =>
  versioned(await putDraftsById({ path: { id }, headers: { 'If-Match': etag }, body }));

export const deleteDraft = async ({ id, version }: Pick<Draft, 'id' | 'version'>): Promise<void> => {
  await deleteDraftsById({ path: { id }, headers: { 'If-Match': `"${version}"` } });
};

/** Uploads a file into a draft: for the field of that key, or beside the answers where there is none. */
export const uploadToDraft = async (
  id: string,
  upload: { file: File; kind: 'request_letter' | 'supporting'; field?: string },
  onProgress: OnProgress,
): Promise<Attachment> =>
  (await postDraftsByIdAttachments({ path: { id }, body: upload, fetch: uploadFetch(onProgress) })).data;

/** Sends what a draft says, as a request; the draft ends with that. */
export const submitDraft = (
  id: string,
  idempotencyKey: string,
  shown: ShownNotice,
): Promise<VersionedTicket> => submitRequest({ draft_id: id, ...shown }, idempotencyKey);
