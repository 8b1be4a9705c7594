import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  type Affected,
  type Consent,
  type ConsentInput,
  getMeConsents,
  getMeData,
  getMeDataPdf,
  getMePrivacyRequests,
  getPrivacyAffected,
  getPrivacyAffectedXlsx,
  getPrivacyGuestsByNumberData,
  getPrivacyGuestsByNumberDataPdf,
  getPrivacyPeopleByIdData,
  getPrivacyPeopleByIdDataPdf,
  getPrivacyProcessing,
  getPrivacyRequests,
  getPrivacyRetention,
  type PrivacyAnswerInput,
  type PrivacyRequest,
  type PrivacyRequestInput,
  postMePrivacyRequests,
  postPrivacyRequestsByIdAnswer,
  postPrivacyRetentionRun,
  putMeConsentsByPurpose,
  type RetentionDue,
} from './generated';
import type { ProtectedFile } from './tickets';

export type { Affected, PrivacyAnswerInput, PrivacyRequest, PrivacyRequestInput, RetentionDue };

export const privacyKey = ['privacy'] as const;

export const myCopy: ProtectedFile = {
  name: 'data-pribadi.json',
  fetch: () => getMeData({ parseAs: 'stream' }),
};

export const myCopyToPrint: ProtectedFile = {
  name: 'data-pribadi.pdf',
  fetch: () => getMeDataPdf({ parseAs: 'stream' }),
};

/** The copies for a person who asks at the counter, as PDF and JSON. Each that is made is recorded. */
export const copiesOfPerson = (id: string): Record<'pdf' | 'json', ProtectedFile> => ({
  pdf: {
    name: 'data-pribadi.pdf',
    fetch: () => getPrivacyPeopleByIdDataPdf({ path: { id }, parseAs: 'stream' }),
  },
  json: {
    name: 'data-pribadi.json',
    fetch: () => getPrivacyPeopleByIdData({ path: { id }, parseAs: 'stream' }),
  },
});

/** The same for somebody without an account, by the number of their request. */
export const copiesOfGuest = (number: string): Record<'pdf' | 'json', ProtectedFile> => ({
  pdf: {
    name: `data-pribadi-${number}.pdf`,
    fetch: () => getPrivacyGuestsByNumberDataPdf({ path: { number }, parseAs: 'stream' }),
  },
  json: {
    name: `data-pribadi-${number}.json`,
    fetch: () => getPrivacyGuestsByNumberData({ path: { number }, parseAs: 'stream' }),
  },
});

export const consentsQuery = () =>
  queryOptions({
    queryKey: [...privacyKey, 'consents'],
    queryFn: async ({ signal }) => (await getMeConsents({ signal })).data.items,
  });

/** The one purpose that rests on consent (api/privacy). */
const purpose = 'contact_by_phone';

export const setConsent = async (body: ConsentInput): Promise<Consent[]> =>
  (await putMeConsentsByPurpose({ path: { purpose }, body })).data.items;

export const myRequestsQuery = () =>
  queryOptions({
    queryKey: [...privacyKey, 'mine'],
    queryFn: async ({ signal }) => (await getMePrivacyRequests({ query: { limit: 100 }, signal })).data.items,
  });

export const askAboutData = async (body: PrivacyRequestInput): Promise<PrivacyRequest> =>
  (await postMePrivacyRequests({ body })).data;

export const allRequestsQuery = () =>
  infiniteQueryOptions({
    queryKey: [...privacyKey, 'all'],
    queryFn: async ({ signal, pageParam }) =>
      (await getPrivacyRequests({ query: pageParam ? { cursor: pageParam } : {}, signal })).data,
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

export const answerRequest = async (of: PrivacyRequest, body: PrivacyAnswerInput): Promise<PrivacyRequest> =>
  (
    await postPrivacyRequestsByIdAnswer({
      path: { id: of.id },
      headers: { 'If-Match': `"${of.version}"` },
      body,
    })
  ).data;

/** The rules of retention, and what is due: a dry run. */
export const retentionQuery = () =>
  queryOptions({
    queryKey: [...privacyKey, 'retention'],
    queryFn: async ({ signal }) => (await getPrivacyRetention({ signal })).data.items,
  });

export const runRetention = async (): Promise<RetentionDue[]> => (await postPrivacyRetentionRun()).data.items;

export const processingQuery = () =>
  queryOptions({
    queryKey: [...privacyKey, 'processing'],
    queryFn: async ({ signal }) => (await getPrivacyProcessing({ signal })).data.items,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Who was affected between two instants (RFC 3339). */
export const affectedBetween = async (from: string, to: string): Promise<Affected[]> =>
  (await getPrivacyAffected({ query: { from, to } })).data.items;

export const affectedFile = (from: string, to: string): ProtectedFile => ({
  name: 'terdampak.xlsx',
  fetch: () => getPrivacyAffectedXlsx({ query: { from, to }, parseAs: 'stream' }),
});
