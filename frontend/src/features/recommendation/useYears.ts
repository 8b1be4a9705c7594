import { useQuery } from '@tanstack/react-query';
import { proposalYearsQuery } from '~/api/recommendations';

/** The budget years to choose from, and the one of the address, if it is among them. */
export function useYears(wanted: number | undefined): { year: number | undefined; years: readonly number[] } {
  const { data } = useQuery(proposalYearsQuery());
  const years = data ?? (wanted ? [wanted] : []);
  return { year: wanted && years.includes(wanted) ? wanted : undefined, years };
}
