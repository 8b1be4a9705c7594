import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { uploadFetch } from './client';
import type { Form } from './generated';
import { client } from './generated/client.gen';
import type { OnProgress } from './http';
import type { FieldProblem } from './problem';
import type { ProposalState } from './proposalStates';
import { asForm, type ProtectedFile } from './tickets';
import type { Attachment } from './types';

/** Which of the documents a point belongs to. */
export type PointDocument = 'identity' | 'needs' | 'planning' | 'risks';

export interface Point {
  key: string;
  document: PointDocument | 'study';
  number: number;
  title: string;
  basis: string;
  help: string;
  example: string;
  checklist: string[];
  en: { title: string; help: string };
  form: Form;
}

export interface RiskLevel {
  code: 'very_low' | 'low' | 'medium' | 'high' | 'very_high';
  from: number;
  to: number;
  title: string;
  en: string;
  colour: string;
}

export interface RecommendationForm {
  points: Point[];
  risk: Point;
  study: Point;
  matrix: number[][];
  levels: RiskLevel[];
  threshold: number;
}

export type ReviewMark = 'fulfilled' | 'to_mend' | 'not_applicable';

interface Named {
  id: string;
  name: string;
}

interface Done {
  done: number;
  total: number;
}

export interface ProposalSummary {
  id: string;
  number: string;
  title: string;
  proposal: 'building' | 'development';
  state: ProposalState;
  organisation: Named;
  ticket: { number: string; status: string; outcome: string; step: string; returned: boolean } | null;
  budget_year: number;
  cost: number;
  /** Of the points, the identity included. */
  complete: Done;
  changed_at: string;
}

export interface PointSummary {
  key: string;
  document: PointDocument;
  version: number;
  saved_at: string | null;
  saved_by: Named | null;
  complete: boolean;
  copied: boolean;
  errors: number;
  warnings: number;
}

type Finding = FieldProblem;

export type RiskStatus = 'open' | 'treated' | 'occurred' | 'closed';

export interface RiskSummary {
  id: string;
  number: number;
  event: string;
  magnitude: number;
  status: RiskStatus;
  version: number;
  saved_at: string;
  saved_by: Named;
  complete: boolean;
  copied: boolean;
  errors: number;
}

/** A verdict, a letter or a proof: each with its number, date and file. */
export interface ProposalRecord {
  kind: 'verdict' | 'ministry_letter' | 'consideration' | 'budget_adjustment';
  decision: '' | 'approved' | 'refused';
  number: string;
  date: string;
  note: string;
  files: { id: string; name: string }[];
  by: Named;
  at: string;
}

export interface Proposal extends ProposalSummary {
  version: number;
  completeness: Record<PointDocument, Done>;
  points: PointSummary[];
  risks: RiskSummary[];
  warnings: Finding[];
  records: ProposalRecord[];
  errors: Finding[];
  totals: { cost: number };
  threshold: number;
  /** How often it was submitted. */
  submissions: number;
  allowed_actions: string[];
}

/** The answers at a point or of a risk, with the version that a change must be based on. */
export interface VersionedAnswers {
  answers: Record<string, unknown>;
  etag: string;
  savedAt: string;
  savedBy: Named | null;
  attachments: readonly Attachment[];
  /** What would stop it from being submitted. */
  errors: readonly Finding[];
}

export interface PointAnswers {
  key: string;
  version: number;
  answers: Record<string, unknown>;
  saved_at: string | null;
  saved_by: Named | null;
  findings: { errors: Finding[]; warnings: Finding[] };
  attachments: Attachment[];
}

export interface Risk extends RiskSummary {
  findings: { errors: Finding[]; warnings: Finding[] };
  answers: Record<string, unknown>;
  monitoring: { id: string; date: string; status: RiskStatus; note: string; by: Named; at: string }[];
}

export type ProposalFilter = {
  state?: ProposalState;
  year?: number;
  agency?: string;
  q?: string;
  ticket?: string;
};

/** Every key of the cache that tells about proposals begins with this one. */
export const proposalsKey = ['spbe-recommendations'] as const;

interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

const path = '/spbe-recommendations';

export const proposalsQuery = (filter: ProposalFilter) =>
  infiniteQueryOptions({
    queryKey: [...proposalsKey, 'list', filter],
    queryFn: async ({ pageParam, signal }) =>
      (
        await client.get<{ 200: Page<ProposalSummary> }, unknown, true>({
          url: path,
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
    queryFn: async ({ signal }) =>
      (await client.get<{ 200: RecommendationForm }, unknown, true>({ url: `${path}/form`, signal })).data,
    staleTime: 3_600_000,
  });

export interface VersionedProposal {
  proposal: Proposal;
  etag: string;
}

const etagOf = (response: Response): string => response.headers.get('ETag') ?? '';

export const proposalQuery = (id: string) =>
  queryOptions({
    queryKey: [...proposalsKey, 'one', id],
    queryFn: async ({ signal }): Promise<VersionedProposal> => {
      const { data, response } = await client.get<{ 200: Proposal }, unknown, true>({
        url: `${path}/{id}`,
        path: { id },
        signal,
      });
      return { proposal: { ...data, records: data.records ?? [] }, etag: etagOf(response) };
    },
  });

export interface ProposalInput {
  title: string;
  proposal: 'building' | 'development';
  from?: string;
}

export const createProposal = async (body: ProposalInput): Promise<Proposal> =>
  (
    await client.post<{ 201: Proposal }, unknown, true>({
      url: path,
      body,
      headers: { 'Content-Type': 'application/json' },
    })
  ).data;

export const deleteProposal = async ({ proposal, etag }: VersionedProposal): Promise<void> => {
  await client.delete<unknown, unknown, true>({
    url: `${path}/{id}`,
    path: { id: proposal.id },
    headers: { 'If-Match': etag },
  });
};

const answersOf = ({
  data,
  response,
}: {
  data: PointAnswers | Risk;
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
      answersOf(
        await client.get<{ 200: PointAnswers }, unknown, true>({
          url: `${path}/{id}/points/{key}`,
          path: { id, key },
          signal,
        }),
      ),
    ...readOnce,
  });

export const savePoint = async (
  id: string,
  key: string,
  answers: Readonly<Record<string, unknown>>,
  etag: string,
): Promise<VersionedAnswers> =>
  answersOf(
    await client.put<{ 200: PointAnswers }, unknown, true>({
      url: `${path}/{id}/points/{key}`,
      path: { id, key },
      headers: { 'If-Match': etag, 'Content-Type': 'application/json' },
      body: { answers },
    }),
  );

export const uploadToPoint = async (
  id: string,
  key: string,
  upload: { file: File; field: string },
  onProgress: OnProgress,
): Promise<Attachment> => {
  const form = new FormData();
  form.set('file', upload.file);
  form.set('field', upload.field);
  return (
    await client.post<{ 201: Attachment }, unknown, true>({
      url: `${path}/{id}/points/{key}/attachments`,
      path: { id, key },
      ...asForm(form, {}),
      fetch: uploadFetch(onProgress),
    })
  ).data;
};

/** The papers that are made from a proposal, in the order in which they are read. */
export const papers = ['letter', 'needs', 'planning', 'risks', 'ministry-letter', 'study'] as const;
export type Paper = (typeof papers)[number];

/** A paper as it was submitted the nth time; without a submission as it would be now, marked as a draft. */
export const paperFile = (id: string, kind: Paper, submission?: number): ProtectedFile => ({
  name: `${kind}.pdf`,
  fetch: () =>
    client.get<{ 200: Blob }, unknown, true>({
      url: `${path}/{id}/documents/{kind}.pdf`,
      path: { id, kind },
      query: { submission },
      parseAs: 'stream',
    }),
});

/** All papers in one file. */
export const papersFile = (id: string, submission?: number): ProtectedFile => ({
  name: 'dokumen.zip',
  fetch: () =>
    client.get<{ 200: Blob }, unknown, true>({
      url: `${path}/{id}/documents.zip`,
      path: { id },
      query: { submission },
      parseAs: 'stream',
    }),
});

/** The register of a proposal, in its order. */
export const risksQuery = (id: string) =>
  queryOptions({
    queryKey: [...proposalsKey, 'risks', id],
    queryFn: async ({ signal }) =>
      (
        await client.get<{ 200: { items: Risk[] } }, unknown, true>({
          url: `${path}/{id}/risks`,
          path: { id },
          signal,
        })
      ).data.items,
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
      versionedRisk(
        await client.get<{ 200: Risk }, unknown, true>({
          url: `${path}/{id}/risks/{risk}`,
          path: { id, risk },
          signal,
        }),
      ),
    ...readOnce,
  });

export const addRisk = async (id: string): Promise<Risk> =>
  (
    await client.post<{ 201: Risk }, unknown, true>({
      url: `${path}/{id}/risks`,
      path: { id },
      body: { answers: {} },
      headers: { 'Content-Type': 'application/json' },
    })
  ).data;

export const saveRisk = async (
  id: string,
  risk: string,
  answers: Readonly<Record<string, unknown>>,
  etag: string,
): Promise<VersionedRisk> =>
  versionedRisk(
    await client.put<{ 200: Risk }, unknown, true>({
      url: `${path}/{id}/risks/{risk}`,
      path: { id, risk },
      headers: { 'If-Match': etag, 'Content-Type': 'application/json' },
      body: { answers },
    }),
  );

export const deleteRisk = async (id: string, risk: string, etag: string): Promise<void> => {
  await client.delete<unknown, unknown, true>({
    url: `${path}/{id}/risks/{risk}`,
    path: { id, risk },
    headers: { 'If-Match': etag },
  });
};

export interface MonitoringInput {
  date: string;
  status: RiskStatus;
  note: string;
}

export const monitorRisk = async (id: string, risk: string, body: MonitoringInput): Promise<void> => {
  await client.post<{ 201: Risk }, unknown, true>({
    url: `${path}/{id}/risks/{risk}/monitoring`,
    path: { id, risk },
    body,
    headers: { 'Content-Type': 'application/json' },
  });
};

export const riskTemplate: ProtectedFile = {
  name: 'templat-risiko.xlsx',
  fetch: () =>
    client.get<{ 200: Blob }, unknown, true>({ url: `${path}/risk-template.xlsx`, parseAs: 'stream' }),
};

/** Adds the risks of a file, all or none; a dry run only says what would be added. */
export const importRisks = async (id: string, file: File, dryRun: boolean): Promise<Risk[]> => {
  const form = new FormData();
  form.set('file', file);
  return (
    await client.post<{ 200: { items: Risk[] } }, unknown, true>({
      url: `${path}/{id}/risks/import`,
      path: { id },
      query: { dry_run: dryRun },
      ...asForm(form, {}),
    })
  ).data.items;
};

/** What the office said of one point (or risk, `risk-<id>`) of a submission, and what the agency answered. */
export interface Review {
  submission: number;
  key: string;
  title: string;
  mark: ReviewMark;
  checklist: { text: string; met: boolean }[];
  comment: string;
  by: Named;
  at: string;
  version: number;
  reply: { text: string; by: Named; at: string; version: number } | null;
}

/** What the office said, as far as it is for the reader's eyes; by submission and point. */
export const reviewsQuery = (id: string) =>
  queryOptions({
    queryKey: [...proposalsKey, 'reviews', id],
    queryFn: async ({ signal }) =>
      (
        await client.get<{ 200: { items: Review[] } }, unknown, true>({
          url: `${path}/{id}/reviews`,
          path: { id },
          signal,
        })
      ).data.items,
  });

/** Answers a review; the version is that of the answer before, 0 where there is none. */
export const replyToReview = async (id: string, key: string, text: string, etag: string): Promise<Review> =>
  (
    await client.put<{ 200: Review }, unknown, true>({
      url: `${path}/{id}/points/{key}/reply`,
      path: { id, key },
      body: { text },
      headers: { 'If-Match': etag, 'Content-Type': 'application/json' },
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
  const { data } = await client.post<{ 200: Proposal }, unknown, true>({
    url: `${path}/{id}/submit`,
    path: { id },
    ...asForm(form, { 'Idempotency-Key': idempotencyKey, 'If-Match': etag }),
    fetch: uploadFetch(onProgress),
  });
  return data.ticket?.number ?? '';
};

interface IssuedPaper {
  kind: Paper;
  title: string;
  code: string;
  file_id: string;
  name: string;
  size: number;
  sha256: string;
}

/** That a proposal was handed in, when and by whom, and the papers that were made of it then. */
export interface Submission {
  n: number;
  at: string;
  by: Named;
  documents: IssuedPaper[];
}

/** What a proposal said when it was handed in; it never changes. */
export interface WholeSubmission extends Submission {
  content: {
    points: Record<string, Record<string, unknown>>;
    risks: { id: string; answers: Record<string, unknown> }[];
  };
}

export const submissionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...proposalsKey, 'submissions', id],
    queryFn: async ({ signal }) =>
      (
        await client.get<{ 200: { items: Submission[] } }, unknown, true>({
          url: `${path}/{id}/submissions`,
          path: { id },
          signal,
        })
      ).data.items,
  });

export const submissionQuery = (id: string, n: number) =>
  queryOptions({
    queryKey: [...proposalsKey, 'submission', id, n],
    queryFn: async ({ signal }) =>
      (
        await client.get<{ 200: WholeSubmission }, unknown, true>({
          url: `${path}/{id}/submissions/{n}`,
          path: { id, n },
          signal,
        })
      ).data,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const milestoneKinds = ['design', 'implementation', 'feasibility_test', 'handover'] as const;
export type MilestoneKind = (typeof milestoneKinds)[number];

/** What an agency reports of the development of an approved application. */
export interface Milestone {
  id: string;
  kind: MilestoneKind;
  date: string;
  note: string;
  files: { id: string; name: string }[];
  by: Named;
  at: string;
}

export const milestonesQuery = (id: string) =>
  queryOptions({
    queryKey: [...proposalsKey, 'milestones', id],
    queryFn: async ({ signal }) =>
      (
        await client.get<{ 200: { items: Milestone[] } }, unknown, true>({
          url: `${path}/{id}/milestones`,
          path: { id },
          signal,
        })
      ).data.items,
  });

export interface MilestoneInput {
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
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  files.forEach((file, index) => {
    form.set(`files[${index + 1}]`, file);
  });
  await client.post<{ 201: Milestone }, unknown, true>({
    url: `${path}/{id}/milestones`,
    path: { id },
    ...asForm(form, {}),
    fetch: uploadFetch(onProgress),
  });
};

/** Records how the budget was adjusted after a refusal, with the proof. */
export const recordAdjustment = async (
  id: string,
  { date, note, file }: { date: string; note: string; file: File },
  { etag, onProgress }: { etag: string; onProgress: OnProgress },
): Promise<void> => {
  const form = new FormData();
  form.set('date', date);
  form.set('note', note);
  form.set('file', file);
  await client.post<{ 200: Proposal }, unknown, true>({
    url: `${path}/{id}/budget-adjustment`,
    path: { id },
    ...asForm(form, { 'If-Match': etag }),
    fetch: uploadFetch(onProgress),
  });
};
