import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { uploadFetch } from './client';
import {
  type RecommendationAnsweredPoint as AnsweredPoint,
  type Document,
  deleteSpbeRecommendationsById,
  deleteSpbeRecommendationsByIdRisksByRisk,
  type GetSpbeRecommendationsData,
  getSpbeRecommendations,
  getSpbeRecommendationsById,
  getSpbeRecommendationsByIdDocumentsByFile,
  getSpbeRecommendationsByIdDocumentsZip,
  getSpbeRecommendationsByIdMilestones,
  getSpbeRecommendationsByIdPointsByKey,
  getSpbeRecommendationsByIdReviews,
  getSpbeRecommendationsByIdRisks,
  getSpbeRecommendationsByIdRisksByRisk,
  getSpbeRecommendationsByIdSubmissions,
  getSpbeRecommendationsByIdSubmissionsByN,
  getSpbeRecommendationsForm,
  getSpbeRecommendationsRiskTemplateXlsx,
  getSpbeRecommendationsYears,
  type RecommendationImportedRisk as ImportedRisk,
  type MilestoneKind,
  type RecommendationMonitoringInput as MonitoringInput,
  type Paper,
  type Recommendation as Proposal,
  type RecommendationInput as ProposalInput,
  postSpbeRecommendations,
  postSpbeRecommendationsByIdBudgetAdjustment,
  postSpbeRecommendationsByIdMilestones,
  postSpbeRecommendationsByIdPointsByKeyAttachments,
  postSpbeRecommendationsByIdRecordsByKindCorrections,
  postSpbeRecommendationsByIdRisks,
  postSpbeRecommendationsByIdRisksByRiskMonitoring,
  postSpbeRecommendationsByIdRisksImport,
  postSpbeRecommendationsByIdSubmit,
  putSpbeRecommendationsByIdPointsByKey,
  putSpbeRecommendationsByIdPointsByKeyReply,
  putSpbeRecommendationsByIdRisksByRisk,
  type RecommendationReview as Review,
  type RecommendationRisk as Risk,
  type RecommendationSubmissionContent as SubmissionContent,
} from './generated';
import type { OnProgress } from './http';
import { asForm, type ProtectedFile } from './tickets';
import type { Attachment } from './types';

export type {
  Mark as ReviewMark,
  MilestoneKind,
  Paper,
  Recommendation as Proposal,
  RecommendationForm,
  RecommendationImportedRisk as ImportedRisk,
  RecommendationInput as ProposalInput,
  RecommendationPoint as Point,
  RecommendationPointSummary as PointSummary,
  RecommendationRecord as ProposalRecord,
  RecommendationReview as Review,
  RecommendationRisk as Risk,
  RecommendationState as ProposalState,
  RecommendationSummary as ProposalSummary,
  RiskLevel,
  RiskStatus,
} from './generated';

/** Which of an agency's documents a point belongs to; the study is the office's. */
export type PointDocument = Exclude<Document, 'study'>;

type ProposalFilter = Omit<NonNullable<GetSpbeRecommendationsData['query']>, 'limit' | 'cursor' | 'sort'>;

/** Every key of the cache that tells about proposals begins with this one. */
export const proposalsKey = ['spbe-recommendations'] as const;

export const proposalsQuery = (filter: ProposalFilter) =>
  infiniteQueryOptions({
    queryKey: [...proposalsKey, 'list', filter],
    queryFn: async ({ pageParam, signal }) =>
      (
        await getSpbeRecommendations({
          query: { ...filter, sort: '-changed_at', ...(pageParam && { cursor: pageParam }) },
          signal,
        })
      ).data,
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

/** The points with their forms, the form of a risk, and the lookup of magnitudes; it changes with a release only. */
export const proposalFormQuery = () =>
  queryOptions({
    queryKey: [...proposalsKey, 'form'],
    queryFn: async ({ signal }) => (await getSpbeRecommendationsForm({ signal })).data,
    staleTime: 3_600_000,
  });

/** The budget years of the proposals that the reader may see, and this year; the latest first. */
export const proposalYearsQuery = () =>
  queryOptions({
    queryKey: [...proposalsKey, 'years'],
    queryFn: async ({ signal }) => (await getSpbeRecommendationsYears({ signal })).data.items,
  });

/** A proposal together with the version that a change must be based on. */
export interface VersionedProposal {
  proposal: Proposal;
  etag: string;
}

const etagOf = (response: Response): string => response.headers.get('ETag') ?? '';

export const proposalQuery = (id: string) =>
  queryOptions({
    queryKey: [...proposalsKey, 'one', id],
    queryFn: async ({ signal }): Promise<VersionedProposal> => {
      const { data, response } = await getSpbeRecommendationsById({ path: { id }, signal });
      return { proposal: data, etag: etagOf(response) };
    },
  });

export const createProposal = async (body: ProposalInput): Promise<Proposal> =>
  (await postSpbeRecommendations({ body })).data;

export const deleteProposal = async ({ proposal, etag }: VersionedProposal): Promise<void> => {
  await deleteSpbeRecommendationsById({ path: { id: proposal.id }, headers: { 'If-Match': etag } });
};

/** The answers at a point or of a risk, with the version that a change must be based on. */
export interface VersionedAnswers {
  answers: Record<string, unknown>;
  etag: string;
  /** Empty where nobody has written yet. */
  savedAt: string;
  savedBy: { id: string; name: string } | null;
  attachments: readonly Attachment[];
  /** What would stop it from being submitted. */
  errors: AnsweredPoint['findings']['errors'];
}

const answersOf = ({
  data,
  response,
}: {
  data: AnsweredPoint | Risk;
  response: Response;
}): VersionedAnswers => ({
  answers: data.answers,
  etag: etagOf(response),
  savedAt: data.saved_at ?? '',
  savedBy: data.saved_by,
  attachments: 'attachments' in data ? data.attachments : [],
  errors: data.findings.errors,
});

/** The page that fills it in knows better than any copy: it is read once, when the page opens. */
const readOnce = {
  staleTime: 0,
  gcTime: 0,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const;

export const pointQuery = (id: string, key: string) =>
  queryOptions({
    queryKey: [...proposalsKey, 'point', id, key],
    queryFn: async ({ signal }) =>
      answersOf(await getSpbeRecommendationsByIdPointsByKey({ path: { id, key }, signal })),
    ...readOnce,
  });

export const savePoint = async (
  id: string,
  key: string,
  answers: Readonly<Record<string, unknown>>,
  etag: string,
): Promise<VersionedAnswers> =>
  answersOf(
    await putSpbeRecommendationsByIdPointsByKey({
      path: { id, key },
      headers: { 'If-Match': etag },
      body: { answers },
    }),
  );

/** Uploads a file for the field of a point, or for the rows in which that stands. */
export const uploadToPoint = async (
  id: string,
  key: string,
  upload: { file: File; field: string },
  onProgress: OnProgress,
): Promise<Attachment> =>
  (
    await postSpbeRecommendationsByIdPointsByKeyAttachments({
      path: { id, key },
      body: upload,
      fetch: uploadFetch(onProgress),
    })
  ).data;

/** The papers that are made from a proposal, in the order in which they are read. */
export const papers = [
  'letter',
  'needs',
  'planning',
  'risks',
  'ministry-letter',
  'study',
] as const satisfies Paper[];

/** A paper as it was submitted the nth time; without a submission as it would be now, marked as a draft. */
export const paperFile = (id: string, kind: Paper, submission?: number): ProtectedFile => ({
  name: `${kind}.pdf`,
  fetch: () =>
    getSpbeRecommendationsByIdDocumentsByFile({
      path: { id, file: `${kind}.pdf` },
      ...(submission !== undefined && { query: { submission } }),
      parseAs: 'stream',
    }),
});

/** All papers in one file. */
export const papersFile = (id: string, submission?: number): ProtectedFile => ({
  name: 'dokumen.zip',
  fetch: () =>
    getSpbeRecommendationsByIdDocumentsZip({
      path: { id },
      ...(submission !== undefined && { query: { submission } }),
      parseAs: 'stream',
    }),
});

/** The register of a proposal, in its order. */
export const risksQuery = (id: string) =>
  queryOptions({
    queryKey: [...proposalsKey, 'risks', id],
    queryFn: async ({ signal }) =>
      (await getSpbeRecommendationsByIdRisks({ path: { id }, signal })).data.items,
  });

export interface VersionedRisk extends VersionedAnswers {
  risk: Risk;
}

const versionedRisk = (answer: { data: Risk; response: Response }): VersionedRisk => ({
  ...answersOf(answer),
  risk: answer.data,
});

export const riskQuery = (id: string, risk: string) =>
  queryOptions({
    queryKey: [...proposalsKey, 'risk', id, risk],
    queryFn: async ({ signal }) =>
      versionedRisk(await getSpbeRecommendationsByIdRisksByRisk({ path: { id, risk }, signal })),
    ...readOnce,
  });

/** A risk begins empty, at the end of the register. */
export const addRisk = async (id: string): Promise<Risk> =>
  (await postSpbeRecommendationsByIdRisks({ path: { id }, body: { answers: {} } })).data;

export const saveRisk = async (
  id: string,
  risk: string,
  answers: Readonly<Record<string, unknown>>,
  etag: string,
): Promise<VersionedRisk> =>
  versionedRisk(
    await putSpbeRecommendationsByIdRisksByRisk({
      path: { id, risk },
      headers: { 'If-Match': etag },
      body: { answers },
    }),
  );

export const deleteRisk = async (id: string, risk: string, etag: string): Promise<void> => {
  await deleteSpbeRecommendationsByIdRisksByRisk({ path: { id, risk }, headers: { 'If-Match': etag } });
};

export const monitorRisk = async (id: string, risk: string, body: MonitoringInput): Promise<void> => {
  await postSpbeRecommendationsByIdRisksByRiskMonitoring({ path: { id, risk }, body });
};

export const riskTemplate: ProtectedFile = {
  name: 'templat-risiko.xlsx',
  fetch: () => getSpbeRecommendationsRiskTemplateXlsx({ parseAs: 'stream' }),
};

/** Adds the risks of a file, all or none; a dry run only says what would be added. */
export const importRisks = async (id: string, file: File, dryRun: boolean): Promise<ImportedRisk[]> =>
  (
    await postSpbeRecommendationsByIdRisksImport({
      path: { id },
      query: { dry_run: dryRun },
      body: { file },
    })
  ).data.items;

/** What the office said, as far as it is for the reader's eyes; by submission and point. */
export const reviewsQuery = (id: string) =>
  queryOptions({
    queryKey: [...proposalsKey, 'reviews', id],
    queryFn: async ({ signal }) =>
      (await getSpbeRecommendationsByIdReviews({ path: { id }, signal })).data.items,
  });

/** Answers a review; the version is that of the answer before, 0 where there is none. */
export const replyToReview = async (id: string, key: string, text: string, etag: string): Promise<Review> =>
  (
    await putSpbeRecommendationsByIdPointsByKeyReply({
      path: { id, key },
      headers: { 'If-Match': etag },
      body: { text },
    })
  ).data;

/** Hands the proposal in with its signed letter; again, after it was returned. Tells the number of its request. */
export const submitProposal = async (
  id: string,
  letter: File | null,
  { idempotencyKey, etag, onProgress }: { idempotencyKey: string; etag: string; onProgress: OnProgress },
): Promise<string> => {
  const form = new FormData();
  if (letter) form.set('letter', letter);
  const { data } = await postSpbeRecommendationsByIdSubmit({
    path: { id },
    ...asForm(form, { 'Idempotency-Key': idempotencyKey, 'If-Match': etag }),
    fetch: uploadFetch(onProgress),
  });
  return data.ticket?.number ?? '';
};

/** How often a proposal was handed in, and the papers that were made of it then. */
export const submissionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...proposalsKey, 'submissions', id],
    queryFn: async ({ signal }) =>
      (await getSpbeRecommendationsByIdSubmissions({ path: { id }, signal })).data.items,
  });

/** What a proposal said when it was handed in. The contract has no type for the answers of any form. */
export interface WholeSubmission extends SubmissionContent {
  content: SubmissionContent['content'] & { points: Record<string, Record<string, unknown>> };
}

/** It never changes. */
export const submissionQuery = (id: string, n: number) =>
  queryOptions({
    queryKey: [...proposalsKey, 'submission', id, n],
    queryFn: async ({ signal }) =>
      (await getSpbeRecommendationsByIdSubmissionsByN({ path: { id, n }, signal })).data as WholeSubmission,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const milestoneKinds = [
  'design',
  'implementation',
  'feasibility_test',
  'handover',
] as const satisfies MilestoneKind[];

/** What an agency reports of the development of an approved application. */
export const milestonesQuery = (id: string) =>
  queryOptions({
    queryKey: [...proposalsKey, 'milestones', id],
    queryFn: async ({ signal }) =>
      (await getSpbeRecommendationsByIdMilestones({ path: { id }, signal })).data.items,
  });

interface MilestoneInput {
  kind: MilestoneKind;
  date: string;
  note: string;
  files: readonly File[];
}

export const reportMilestone = async (
  id: string,
  { files, ...fields }: MilestoneInput,
  onProgress: OnProgress,
): Promise<void> => {
  const named = Object.fromEntries(files.map((file, index) => [`files[${index + 1}]`, file]));
  await postSpbeRecommendationsByIdMilestones({
    path: { id },
    body: { ...named, ...fields },
    fetch: uploadFetch(onProgress),
  });
};

/** Records how the budget was adjusted after a refusal, with the proof. */
export const recordAdjustment = async (
  id: string,
  body: { date: string; note: string; file: File },
  { etag, onProgress }: { etag: string; onProgress: OnProgress },
): Promise<void> => {
  await postSpbeRecommendationsByIdBudgetAdjustment({
    path: { id },
    headers: { 'If-Match': etag },
    body,
    fetch: uploadFetch(onProgress),
  });
};

/** Puts a record right; what stood there stays in its history. */
export const correctRecord = async (
  id: string,
  kind: Proposal['records'][number]['kind'],
  body: { number: string; date: string; reason: string; why: string; file?: File },
  { etag, onProgress }: { etag: string; onProgress: OnProgress },
): Promise<void> => {
  await postSpbeRecommendationsByIdRecordsByKindCorrections({
    path: { id, kind },
    headers: { 'If-Match': etag },
    body,
    fetch: uploadFetch(onProgress),
  });
};
