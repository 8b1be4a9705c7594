import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { uploadFetch } from './client';
import {
  deleteMeViewsById,
  type GetAgendaData,
  getAgenda,
  getAgendaExport,
  getApplicants,
  getMeViews,
  getOrganisations,
  getTicketsByNumberDispositions,
  getTicketsByNumberDuplicates,
  getTicketsCounts,
  getTicketsSimilar,
  type PostTicketsRecordedData,
  postMeViews,
  postTicketsBulkTakeUp,
  postTicketsByNumberDispositions,
  postTicketsByNumberDispositionsByIdWithdraw,
  postTicketsRecorded,
  putMeViewsById,
  type SavedView,
} from './generated';
import type { OnProgress } from './http';
import { asForm, type ProtectedFile, type TicketFilter, ticketsKey } from './tickets';
import type { RecipientChoice } from './types';

/** How many open requests there are, by what the inbox and its board show. */
export const countsQuery = (filter: TicketFilter) =>
  queryOptions({
    queryKey: [...ticketsKey, 'counts', filter],
    queryFn: async ({ signal }) => (await getTicketsCounts({ query: filter, signal })).data,
    placeholderData: keepPreviousData,
  });

/** Takes several requests up, each at the version that was seen; tells what became of each. */
export const takeUpAll = async (tickets: { number: string; version: number }[]) =>
  (await postTicketsBulkTakeUp({ body: { tickets } })).data.items;

/** A request at the version that was seen; in a list the version stands in for the ETag, which begins with it. */
export interface SeenTicket {
  number: string;
  version: number;
}

/** Passes a request on with one instruction; tells at which version it is then. */
export const disposeWith = async (
  { number, version }: SeenTicket,
  to: RecipientChoice,
  instruction: string,
): Promise<SeenTicket> =>
  (
    await postTicketsByNumberDispositions({
      path: { number },
      headers: { 'If-Match': `"${version}"` },
      body: { to, instruction, urgency: 'normal' },
    })
  ).data;

/** Takes the last disposition of a request back. The server refuses once it was read or anything has happened since. */
export async function withdrawLast({ number, version }: SeenTicket): Promise<void> {
  const { data } = await getTicketsByNumberDispositions({ path: { number } });
  const last = data.items.at(-1);
  if (!last) throw new RangeError(`${number} has no disposition`);
  await postTicketsByNumberDispositionsByIdWithdraw({
    path: { number, id: last.id },
    headers: { 'If-Match': `"${version}"` },
    body: {},
  });
}

export const viewsKey = ['me', 'views'] as const;

export const viewsQuery = () =>
  queryOptions({
    queryKey: viewsKey,
    queryFn: async ({ signal }) => (await getMeViews({ signal })).data.items,
  });

export const saveView = (view: { name: string; query: string }) => postMeViews({ body: view });

/** In a list the version stands in for the ETag, which begins with it. */
const atVersion = ({ id, version }: SavedView) => ({
  path: { id },
  headers: { 'If-Match': `"${version}"` },
});

export const replaceView = (view: SavedView, query: string) =>
  putMeViewsById({ ...atVersion(view), body: { name: view.name, query } });

export const deleteView = (view: SavedView) => deleteMeViewsById(atVersion(view));

/** What a request may repeat. */
export const duplicatesQuery = (number: string) =>
  queryOptions({
    queryKey: [...ticketsKey, 'duplicates', number],
    queryFn: async ({ signal }) =>
      (await getTicketsByNumberDuplicates({ path: { number }, signal })).data.items,
  });

/** Of whom an officer writes down a request: of an agency, or of an account of no agency. */
export type OnBehalf = { organisation: string } | { applicant: string };

/** Running requests like the one that is being written. */
export const similarQuery = (query: { service_type: string; subject: string } & Partial<OnBehalf>) =>
  queryOptions({
    queryKey: [...ticketsKey, 'similar', query],
    queryFn: async ({ signal }) => (await getTicketsSimilar({ query, signal })).data.items,
  });

export const applicantsQuery = (q: string) =>
  queryOptions({
    queryKey: ['applicants', q],
    queryFn: async ({ signal }) => (await getApplicants({ query: { q }, signal })).data.items,
    placeholderData: keepPreviousData,
  });

export const organisationsQuery = () =>
  queryOptions({
    queryKey: ['organisations'],
    queryFn: async ({ signal }) => (await getOrganisations({ signal })).data.items,
    staleTime: 3_600_000,
  });

/** What the counter writes down of a request. */
export type RecordInput = PostTicketsRecordedData['body'];

/**
 * Records a request at the counter, with the files of its form by the key of their field. The same key with the same
 * content is recorded once.
 */
export const recordTicket = async (
  input: RecordInput,
  files: readonly { key: string; file: File }[],
  options: { idempotencyKey: string; onProgress: OnProgress },
) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined) form.set(name, value);
  }
  for (const { key, file } of files) form.append(`files[${key}]`, file);
  return (
    await postTicketsRecorded({
      ...asForm(form, { 'Idempotency-Key': options.idempotencyKey }),
      fetch: uploadFetch(options.onProgress),
    })
  ).data;
};

export type AgendaFilter = Omit<GetAgendaData['query'], 'limit' | 'cursor'>;

export const agendaQuery = (filter: AgendaFilter) =>
  infiniteQueryOptions({
    queryKey: [...ticketsKey, 'agenda', filter],
    queryFn: async ({ pageParam, signal }) =>
      (await getAgenda({ query: { ...filter, limit: 50, ...(pageParam && { cursor: pageParam }) }, signal }))
        .data,
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const agendaFile = (filter: AgendaFilter, format: 'csv' | 'xlsx' | 'pdf'): ProtectedFile => ({
  name: `agenda-${filter.from}-${filter.to}.${format}`,
  fetch: () => getAgendaExport({ query: { ...filter, format }, parseAs: 'stream' }),
});
