import type { Proposal, ProposalRecord } from '~/api/recommendations';
import { attachmentFile } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { DownloadButton } from '~/ui/DownloadButton';
import { Section } from '~/ui/Section';
import { Badge } from '~/ui/StatusBadge';
import { lifeWords } from './lifeWords';
import classes from './Records.module.css';

/** What was decided and sent, each as a record of its own with number, date and file. */
export function Records({ proposal }: { proposal: Proposal }) {
  const w = useWords(lifeWords);
  if (proposal.records.length === 0) return null;
  return (
    <Section title={w('records')}>
      <ol className={classes.records}>
        {proposal.records.map((record) => (
          <li key={record.kind}>
            <RecordEntry record={record} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function RecordEntry({ record }: { record: ProposalRecord }) {
  const { t, format } = useI18n();
  const w = useWords(lifeWords);
  const { kind, decision, number, date, note, files, by, at } = record;
  const of = kind === 'verdict' || kind === 'consideration' ? kind : null;
  return (
    <>
      <div className={classes.head}>
        <strong>{w(`record.${kind}`)}</strong>
        {of && decision !== '' && (
          <Badge tone={decision === 'approved' ? 'approved' : 'rejected'}>{w(`${of}.${decision}`)}</Badge>
        )}
      </div>
      <p>{number ? w('numbered', { number, date: format.date(date) }) : format.date(date)}</p>
      {note && <p className={classes.note}>{note}</p>}
      {files.map((file) => (
        <DownloadButton
          key={file.id}
          file={attachmentFile(file)}
          variant="subtle"
          size="compact-md"
          aria-label={t('common.downloadNamed', { name: file.name })}
        >
          {file.name}
        </DownloadButton>
      ))}
      <p className={classes.quiet}>{w('recordedBy', { name: by.name, time: format.dateTime(at) })}</p>
    </>
  );
}
