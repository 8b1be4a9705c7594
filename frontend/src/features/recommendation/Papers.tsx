import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type Paper, type Proposal, paperFile, papers, papersFile } from '~/api/recommendations';
import { openFile } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { DownloadButton } from '~/ui/DownloadButton';
import { describeError } from '~/ui/describeError';
import { Section } from '~/ui/Section';
import classes from './Papers.module.css';
import { proposalWords } from './words';

interface PapersProps {
  proposal: Proposal;
  /** Which submission; without one, as the papers would be now. */
  submission?: { n: number; at: string } | undefined;
}

/** The papers that are made from a proposal: each opens in the browser, all come in one file. */
export function Papers({ proposal, submission }: PapersProps) {
  const { format } = useI18n();
  const w = useWords(proposalWords);
  const shown = papers.filter((kind) => kind !== 'study');
  return (
    <Section title={w('documents')}>
      <p className={classes.quiet}>
        {submission ? w('documentsSent', { time: format.dateTime(submission.at) }) : w('documentsDraft')}
      </p>
      <ul className={classes.papers}>
        {shown.map((kind) => (
          <li key={kind}>
            <OpenPaper id={proposal.id} kind={kind} submission={submission?.n} />
          </li>
        ))}
      </ul>
      <DownloadButton file={papersFile(proposal.id, submission?.n)} variant="default" size="sm">
        {w('all')}
      </DownloadButton>
    </Section>
  );
}

/** Opens one paper in a tab of its own. */
export function OpenPaper({
  id,
  kind,
  submission,
  label,
}: {
  id: string;
  kind: Paper;
  submission?: number | undefined;
  /** What the button says instead of the paper's name. */
  label?: string;
}) {
  const { t } = useI18n();
  const w = useWords(proposalWords);
  const opening = useMutation({ mutationFn: () => openFile(paperFile(id, kind, submission)) });
  return (
    <>
      <Button
        variant="subtle"
        size="compact-md"
        className={classes.open ?? ''}
        loading={opening.isPending}
        onClick={() => opening.mutate()}
      >
        {label ?? w(`document.${kind}`)}
        <span className="visually-hidden"> ({w('newTab')})</span>
      </Button>
      {opening.isError && (
        <p role="alert" className={classes.error}>
          {describeError(opening.error, t).text}
        </p>
      )}
    </>
  );
}
