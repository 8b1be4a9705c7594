import { queryOptions } from '@tanstack/react-query';
import { call } from './call';
import type { Page, Service, ServiceSummary } from './types';

/** The catalogue changes seldom: an hour-old copy is good enough. */
const staleTime = 3_600_000;

export const servicesQuery = () =>
  queryOptions({
    queryKey: ['service-types'],
    queryFn: async ({ signal }) =>
      (await call<Page<ServiceSummary>>('/service-types', { query: { limit: 100 }, signal })).data.items,
    staleTime,
  });

export const serviceQuery = (code: string) =>
  queryOptions({
    queryKey: ['service-types', code],
    queryFn: async ({ signal }) =>
      (await call<Service>(`/service-types/${encodeURIComponent(code)}`, { signal })).data,
    staleTime,
  });
