import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type AuditDetail,
  type AuditRecord,
  type GetAuditLogData,
  getAuditLog,
  getAuditLogById,
  getAuditLogExport,
  getPermissions,
  type PolicyOperation,
} from './generated';
import type { ProtectedFile } from './tickets';

export type { AuditDetail, AuditRecord, PolicyOperation };

export type AuditFilter = Omit<NonNullable<GetAuditLogData['query']>, 'limit' | 'cursor'>;

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'list', filter],
    queryFn: async ({ pageParam, signal }) =>
      (
        await getAuditLog({
          query: { ...filter, limit: 30, ...(pageParam && { cursor: pageParam }) },
          signal,
        })
      ).data,
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const recordQuery = (id: string) =>
  queryOptions({
    queryKey: ['audit', 'one', id],
    queryFn: async ({ signal }) => (await getAuditLogById({ path: { id }, signal })).data,
  });

export const auditFile = (filter: AuditFilter, format: 'csv' | 'xlsx'): ProtectedFile => ({
  name: `catatan-audit.${format}`,
  fetch: () => getAuditLogExport({ query: { ...filter, format }, parseAs: 'stream' }),
});

export const permissionsQuery = () =>
  queryOptions({
    queryKey: ['permissions'],
    queryFn: async ({ signal }) => (await getPermissions({ signal })).data.items,
  });
