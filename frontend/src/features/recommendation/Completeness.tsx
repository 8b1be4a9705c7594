import { Progress } from '@mantine/core';
import type { PointDocument, Proposal } from '~/api/recommendations';
import { useWords } from '~/i18n/useWords';
import classes from './Completeness.module.css';
import { proposalWords } from './words';

const documents: readonly PointDocument[] = ['identity', 'needs', 'planning', 'risks'];

/** How far each document is filled in. */
export function Completeness({ proposal }: { proposal: Proposal }) {
  const w = useWords(proposalWords);
  return (
    <dl className={classes.list}>
      {documents.map((document) => {
        const { done, total } = proposal.completeness[document];
        const text = document === 'risks' ? w('risksOf', { done, total }) : w('progressOf', { done, total });
        return (
          <div key={document}>
            <dt>{w(document)}</dt>
            <dd>
              <Progress.Root size="sm">
                <Progress.Section
                  value={total === 0 ? 0 : (done / total) * 100}
                  color={done === total && total > 0 ? 'teal.8' : undefined}
                  aria-label={`${w(document)}: ${text}`}
                />
              </Progress.Root>
              <span className={classes.text}>{text}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
