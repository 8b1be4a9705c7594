import { queryOptions } from '@tanstack/react-query';
import { uploadFetch } from './client';
import { client } from './generated/client.gen';
import type { OnProgress } from './http';
import type { FieldProblem } from './problem';
import {
  type Proposal,
  proposalsKey,
  type Review,
  type ReviewMark,
  type VersionedAnswers,
} from './recommendations';
import { asForm } from './tickets';

/** What only the office does with a proposal: reviews, the study, verdict and letters. */

const path = '/spbe-recommendations';
const asJSON = { 'Content-Type': 'application/json' } as const;

export interface ReviewInput {
  mark: ReviewMark;
  checklist: { text: string; met: boolean }[];
  comment: string;
}

/** Saves what the office says of a point; the version is that of the review before, 0 where there is none. */
export const saveReview = async (id: string, key: string, body: ReviewInput, etag: string): Promise<Review> =>
  (
    await client.put<{ 200: Review }, unknown, true>({
      url: `${path}/{id}/reviews/{key}`,
      path: { id, key },
      body,
      headers: { 'If-Match': etag, ...asJSON },
    })
  ).data;

/** Gives a proposal back with exactly the points that are marked to be mended. */
export const returnProposal = async (id: string, reason: string, etag: string): Promise<void> => {
  await client.post<{ 200: Proposal }, unknown, true>({
    url: `${path}/{id}/return`,
    path: { id },
    body: { reason },
    headers: { 'If-Match': etag, ...asJSON },
  });
};

interface Study {
  findings: { errors: FieldProblem[] };
  answers: Record<string, unknown>;
  version: number;
  saved_at: string | null;
  saved_by: { id: string; name: string } | null;
}

const studyOf = ({ data, response }: { data: Study; response: Response }): VersionedAnswers => ({
  answers: data.answers,
  etag: response.headers.get('ETag') ?? '',
  savedAt: data.saved_at ?? '',
  savedBy: data.saved_by,
  attachments: [],
  errors: data.findings.errors,
});

/** The office's study; whoever writes it knows better than any copy, so it is read once, when the page opens. */
export const studyQuery = (id: string) =>
  queryOptions({
    queryKey: [...proposalsKey, 'study', id],
    queryFn: async ({ signal }) =>
      studyOf(
        await client.get<{ 200: Study }, unknown, true>({ url: `${path}/{id}/study`, path: { id }, signal }),
      ),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

export const saveStudy = async (
  id: string,
  answers: Readonly<Record<string, unknown>>,
  etag: string,
): Promise<VersionedAnswers> =>
  studyOf(
    await client.put<{ 200: Study }, unknown, true>({
      url: `${path}/{id}/study`,
      path: { id },
      body: { answers },
      headers: { 'If-Match': etag, ...asJSON },
    }),
  );

/** The records of the office, each kept once. */
export type RecordKind = 'verdict' | 'ministry-letter' | 'ministry-consideration';

export interface RecordInput {
  decision?: 'approved' | 'refused';
  number: string;
  date: string;
  reason?: string;
  file: File | null;
}

/** Records a verdict, the letter to the Ministry or its consideration; the request moves on with it. */
export const addRecord = async (
  id: string,
  kind: RecordKind,
  { file, ...fields }: RecordInput,
  { etag, onProgress }: { etag: string; onProgress: OnProgress },
): Promise<void> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  if (file) form.set('file', file);
  await client.post<{ 200: Proposal }, unknown, true>({
    url: `${path}/{id}/${kind}`,
    path: { id },
    ...asForm(form, { 'If-Match': etag }),
    fetch: uploadFetch(onProgress),
  });
};
