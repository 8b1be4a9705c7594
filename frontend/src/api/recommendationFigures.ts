import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  getSpbeRecommendationSettings,
  getSpbeRecommendationsStatistics,
  getSpbeRecommendationsStatisticsExport,
  putSpbeRecommendationSettings,
  type RecommendationCount,
  type RecommendationKeptSettings,
  type RecommendationSettings,
} from './generated';
import { proposalsKey } from './recommendations';
import type { ProtectedFile } from './tickets';

export type { RecommendationCount, RecommendationSettings };

/** The settings of proposals with the ETag that a change must be based on, and what may stand in the letter. */
export interface VersionedProposalSettings {
  value: RecommendationSettings;
  etag: string;
  placeholders: readonly string[];
}

const versioned = (answer: {
  data: RecommendationKeptSettings;
  response: Response;
}): VersionedProposalSettings => {
  const { placeholders, version: _, saved_at: __, ...value } = answer.data;
  return { value, etag: answer.response.headers.get('ETag') ?? '', placeholders };
};

export const proposalSettingsQuery = () =>
  queryOptions({
    queryKey: ['settings', 'spbe-recommendations'],
    queryFn: async ({ signal }) => versioned(await getSpbeRecommendationSettings({ signal })),
  });

export const saveProposalSettings = async (
  etag: string,
  body: RecommendationSettings,
): Promise<VersionedProposalSettings> =>
  versioned(await putSpbeRecommendationSettings({ headers: { 'If-Match': etag }, body }));

export type FigureFilter = { year?: number; agency?: string };

/** Counts of the proposals that the reader may see. */
export const proposalFiguresQuery = (filter: FigureFilter) =>
  queryOptions({
    queryKey: [...proposalsKey, 'figures', filter],
    queryFn: async ({ signal }) => (await getSpbeRecommendationsStatistics({ query: filter, signal })).data,
    placeholderData: keepPreviousData,
  });

export const proposalFiguresFile = (format: 'csv' | 'xlsx', filter: FigureFilter): ProtectedFile => ({
  name: `usulan-spbe.${format}`,
  fetch: () => getSpbeRecommendationsStatisticsExport({ query: { ...filter, format }, parseAs: 'stream' }),
});
