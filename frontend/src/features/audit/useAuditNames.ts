import { useWords } from '~/i18n/useWords';
import { auditWords } from './words';

const wordKeys = Object.keys(auditWords.id) as (keyof typeof auditWords.id)[];

type Group = 'kind' | 'type';

/** The codes of a group that have a name, for lists to choose from. */
export const namedCodes = (group: Group): string[] =>
  wordKeys.flatMap((key) => (key.startsWith(`${group}.`) ? [key.slice(group.length + 1)] : []));

/** Names what a record is about and what happened; a code without a name is shown as it is. */
export function useAuditNames(): (group: Group, code: string) => string {
  const w = useWords(auditWords);
  return (group, code) => {
    const key = wordKeys.find((known) => known === `${group}.${code}`);
    // Names of codes have no places to fill in.
    return key ? (w as (key: string) => string)(key) : code.replaceAll('_', ' ');
  };
}
