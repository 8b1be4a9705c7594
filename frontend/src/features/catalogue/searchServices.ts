import type { ServiceSummary } from '~/api/types';

/** Services whose name, summary, code or keywords contain every word of the query, whatever its case. */
export function searchServices(services: readonly ServiceSummary[], query: string): ServiceSummary[] {
  const words = query.toLocaleLowerCase('id').split(/\s+/).filter(Boolean);
  return services.filter((service) => {
    const text = [service.name, service.summary, service.code, ...(service.keywords ?? [])]
      .join(' ')
      .toLocaleLowerCase('id');
    return words.every((word) => text.includes(word));
  });
}

/** Services in their groups, both in the order in which the server lists them. */
export function groupServices(services: readonly ServiceSummary[]): [category: string, ServiceSummary[]][] {
  return [...Map.groupBy(services, (service) => service.category)];
}
