import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getServiceCategories, getServiceTypes, getServiceTypesByCode, getUnits } from './generated';

/** The catalogue and the house change seldom: an hour-old copy is good enough. */
const staleTime = 3_600_000;

/** The services that contain every word of the query, in the order of the catalogue; all of them without one. */
export const servicesQuery = (q = '') =>
  queryOptions({
    queryKey: ['service-types', 'list', q],
    queryFn: async ({ signal }) => (await getServiceTypes({ query: q ? { q } : {}, signal })).data.items,
    placeholderData: keepPreviousData,
    staleTime,
  });

export const serviceQuery = (code: string) =>
  queryOptions({
    queryKey: ['service-types', 'one', code],
    queryFn: async ({ signal }) => (await getServiceTypesByCode({ path: { code }, signal })).data,
    staleTime,
  });

export const categoriesQuery = () =>
  queryOptions({
    queryKey: ['service-categories'],
    queryFn: async ({ signal }) => (await getServiceCategories({ signal })).data.items,
    staleTime,
  });

export const unitsQuery = () =>
  queryOptions({
    queryKey: ['units'],
    queryFn: async ({ signal }) => (await getUnits({ signal })).data.items,
    staleTime,
  });
