import { useQueries } from '@tanstack/react-query';
import { type Proposal, pointQuery, type RecommendationForm } from '~/api/recommendations';
import type { AnswerFile } from '~/ui/form/formContext';
import { fieldsOfRow, kindOf } from '~/ui/form/kinds';
import type { Field } from '~/ui/form/types';

const takesFiles = (field: Field): boolean =>
  kindOf(field) === 'files' ||
  (kindOf(field) === 'rows' && fieldsOfRow(field).some((cell) => takesFiles(cell.field)));

/** The names of all files of a proposal, which the points that take files know. */
export function useProposalFiles(
  { id }: Proposal,
  { points }: RecommendationForm,
): ReadonlyMap<string, AnswerFile> {
  const withFiles = points.filter(({ form }) => Object.values(form.properties).some(takesFiles));
  return useQueries({
    queries: withFiles.map(({ key }) => pointQuery(id, key)),
    combine: (answers) =>
      new Map(answers.flatMap(({ data }) => data?.attachments ?? []).map((file) => [file.id, file])),
  });
}
