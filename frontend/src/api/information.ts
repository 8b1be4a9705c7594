import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type DisputeInput,
  type GetInformationRequestsData,
  getInformationRequests,
  getInformationRequestsByNumber,
  getInformationRequestsExport,
  type InformationEntryInput,
  type InformationRequest,
  type ObjectionInput,
  type PostInformationRequestsByNumberObjectionsByIdAnswerData,
  postInformationRequestsByNumberObjections,
  postInformationRequestsByNumberObjectionsByIdAnswer,
  postInformationRequestsByNumberObjectionsByIdDispute,
  putInformationRequestsByNumberEntry,
} from './generated';
import { type ProtectedFile, ticketsKey } from './tickets';

/** An information request together with the version that a change of its entry must be based on. */
export interface VersionedInformation {
  request: InformationRequest;
  etag: string;
}

export type InformationFilter = Omit<NonNullable<GetInformationRequestsData['query']>, 'limit' | 'cursor'>;

/** Below the key of requests: what is done to a request may change its rights. */
const informationKey = [...ticketsKey, 'information'] as const;

export const informationQuery = (number: string) =>
  queryOptions({
    queryKey: [...informationKey, 'one', number],
    queryFn: async ({ signal }): Promise<VersionedInformation> => {
      const { data, response } = await getInformationRequestsByNumber({ path: { number }, signal });
      return { request: data, etag: response.headers.get('ETag') ?? '' };
    },
  });

export const registerQuery = (filter: InformationFilter) =>
  infiniteQueryOptions({
    queryKey: [...informationKey, 'register', filter],
    queryFn: async ({ pageParam, signal }) =>
      (
        await getInformationRequests({
          query: { ...filter, ...(pageParam && { cursor: pageParam }) },
          signal,
        })
      ).data,
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const registerFile = (format: 'csv' | 'xlsx', filter: InformationFilter): ProtectedFile => {
  const { sort: _, ...query } = filter;
  return {
    name: `register-informasi.${format}`,
    fetch: () => getInformationRequestsExport({ query: { ...query, format }, parseAs: 'stream' }),
  };
};

/** Files an objection. The same key with the same content is filed once. */
export const object = (number: string, body: ObjectionInput, idempotencyKey: string) =>
  postInformationRequestsByNumberObjections({
    path: { number },
    headers: { 'Idempotency-Key': idempotencyKey },
    body,
  });

interface ObjectionTarget {
  number: string;
  id: string;
  version: number;
}

const target = ({ number, id, version }: ObjectionTarget) => ({
  path: { number, id },
  headers: { 'If-Match': `"${version}"` },
});

export const answerObjection = (
  objection: ObjectionTarget,
  body: PostInformationRequestsByNumberObjectionsByIdAnswerData['body'],
) => postInformationRequestsByNumberObjectionsByIdAnswer({ ...target(objection), body });

export const recordDispute = (objection: ObjectionTarget, body: DisputeInput) =>
  postInformationRequestsByNumberObjectionsByIdDispute({ ...target(objection), body });

export const writeEntry = ({ request, etag }: VersionedInformation, body: InformationEntryInput) =>
  putInformationRequestsByNumberEntry({
    path: { number: request.number },
    headers: { 'If-Match': etag },
    body,
  });
