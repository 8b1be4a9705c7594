import type { Agency } from '~/api/organisations';

/** Each agency is followed by its parts; a part whose agency is not among them keeps its place. */
export function inTree(agencies: readonly Agency[]): Agency[] {
  const present = new Set(agencies.map(({ id }) => id));
  const isPart = ({ parent }: Agency) => parent !== null && present.has(parent.id);
  return agencies
    .filter((agency) => !isPart(agency))
    .flatMap((agency) => [agency, ...agencies.filter(({ parent }) => parent?.id === agency.id)]);
}
