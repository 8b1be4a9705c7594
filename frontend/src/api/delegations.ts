import { queryOptions } from '@tanstack/react-query';
import {
  type AbsenceInput,
  type DelegationInput,
  getColleagues,
  getDelegations,
  getMeAbsences,
  postDelegations,
  postDelegationsByIdEnd,
  postMeAbsences,
  postMeAbsencesByIdCancel,
} from './generated';

/** Every key of the cache that tells who acts for whom begins with this one. */
export const delegationsKey = ['delegations'] as const;

/** The newest hundred; older ones are history that nobody acts on. */
const most = 100;

export const delegationsQuery = () =>
  queryOptions({
    queryKey: [...delegationsKey, 'list'],
    queryFn: async ({ signal }) => (await getDelegations({ query: { limit: most }, signal })).data.items,
  });

export const colleaguesQuery = () =>
  queryOptions({
    queryKey: [...delegationsKey, 'colleagues'],
    queryFn: async ({ signal }) => (await getColleagues({ query: { limit: most }, signal })).data.items,
  });

export const absencesQuery = () =>
  queryOptions({
    queryKey: [...delegationsKey, 'absences'],
    queryFn: async ({ signal }) => (await getMeAbsences({ query: { limit: most }, signal })).data.items,
  });

export const delegate = (body: DelegationInput) => postDelegations({ body });

/** A version in quotes is an entity tag that If-Match takes. */
const ifMatch = (version: number) => ({ 'If-Match': `"${version}"` });

export const endDelegation = (id: string, version: number, reason: string) =>
  postDelegationsByIdEnd({ path: { id }, headers: ifMatch(version), body: { reason } });

export const beAbsent = (body: AbsenceInput) => postMeAbsences({ body });

export const cancelAbsence = (id: string, version: number) =>
  postMeAbsencesByIdCancel({ path: { id }, headers: ifMatch(version) });
