import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { uploadFetch } from './client';
import {
  deleteDraftsById,
  type DraftInput,
  getDrafts,
  getDraftsById,
  postDrafts,
  postDraftsByIdAttachments,
  putDraftsById,
} from './generated';
import type { OnProgress } from './http';
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

/** One's own requests that are not sent yet, the latest first. */
export const draftsQuery = () =>
  infiniteQueryOptions({
    queryKey: [...draftsKey, 'list'],
    queryFn: async ({ pageParam, signal }) =>
      (await getDrafts({ query: { limit: 50, ...(pageParam && { cursor: pageParam }) }, signal })).data,
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
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

export const saveDraft = async (id: string, body: DraftInput, etag: string): Promise<VersionedDraft> =>
  versioned(await putDraftsById({ path: { id }, headers: { 'If-Match': etag }, body }));

export const deleteDraft = async (id: string, etag: string): Promise<void> => {
  await deleteDraftsById({ path: { id }, headers: { 'If-Match': etag } });
};

export const uploadToDraft = async (
  id: string,
  file: File,
  kind: 'request_letter' | 'supporting',
  onProgress: OnProgress,
): Promise<Attachment> =>
  (await postDraftsByIdAttachments({ path: { id }, body: { file, kind }, fetch: uploadFetch(onProgress) }))
    .data;
