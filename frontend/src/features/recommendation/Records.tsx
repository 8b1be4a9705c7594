import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { ProposalRecord, VersionedProposal } from '~/api/recommendations';
import { attachmentFile } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { DownloadButton } from '~/ui/DownloadButton';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import { Badge } from '~/ui/StatusBadge';
import { lifeWords } from './lifeWords';
import classes from './Records.module.css';

const CorrectionDialog = lazy(() =>
  import('./CorrectionDialog').then((module) => ({ default: module.CorrectionDialog })),
);

/** What was decided and sent, each as a record of its own with number, date and file, and what stood there before. */
export function Records({ versioned }: { versioned: VersionedProposal }) {
  const w = useWords(lifeWords);
  const [open, setOpen] = useState<ProposalRecord | null>(null);
  const [done, setDone] = useState(false);
  const { records } = versioned.proposal;
  if (records.length === 0) return null;
  return (
    <Section title={w('records')}>
      <div role="status" className={classes.done}>
        {done && <Notice tone="positive">{w('corrected')}</Notice>}
      </div>
      <ol className={classes.records}>
        {records.map((record) => (
          <li key={record.kind}>
            <RecordText
              record={record}
              onCorrect={() => {
                setDone(false);
                setOpen(record);
              }}
            />
          </li>
        ))}
      </ol>
      {open && (
        <Suspense>
          <CorrectionDialog
            record={open}
            versioned={versioned}
            onCancel={() => setOpen(null)}
            onDone={() => {
              setDone(true);
              setOpen(null);
            }}
          />
        </Suspense>
      )}
    </Section>
  );
}

function RecordText({ record, onCorrect }: { record: ProposalRecord; onCorrect(): void }) {
  const w = useWords(lifeWords);
  const { kind, decision, earlier, allowed_actions: allowed } = record;
  const of = kind === 'verdict' || kind === 'consideration' ? kind : null;
  const name = w(`record.${kind}`);
  return (
    <>
      <div className={classes.head}>
        <strong>{name}</strong>
        {of && decision !== '' && (
          <Badge tone={decision === 'approved' ? 'approved' : 'rejected'}>{w(`${of}.${decision}`)}</Badge>
        )}
      </div>
      <Entry entry={record} />
      {earlier.length > 0 && (
        <details className={classes.earlier}>
          <summary>{w('earlier', { count: earlier.length })}</summary>
          <ol className={classes.records}>
            {earlier.map((entry) => (
              <li key={entry.at + entry.why}>
                <Entry entry={entry} />
              </li>
            ))}
          </ol>
        </details>
      )}
      {allowed.includes('corrections') && (
        <Button
          variant="default"
          size="sm"
          className="no-print"
          mt="xs"
          aria-label={w('correctNamed', { record: name })}
          onClick={onCorrect}
        >
          {w('correct')}
        </Button>
      )}
    </>
  );
}

function Entry({ entry }: { entry: ProposalRecord['earlier'][number] }) {
  const { t, format } = useI18n();
  const w = useWords(lifeWords);
  const { number, date, note, files, by, at, why } = entry;
  const written = { name: by.name, time: format.dateTime(at) };
  return (
    <>
      <p>{number ? w('numbered', { number, date: format.date(date) }) : format.date(date)}</p>
      {note && <p className={classes.note}>{note}</p>}
      {files.map((file) => (
        <DownloadButton
          key={file.id}
          file={attachmentFile(file)}
          variant="subtle"
          size="compact-md"
          className={classes.file}
          aria-label={t('common.downloadNamed', { name: file.name })}
        >
          {file.name}
        </DownloadButton>
      ))}
      <p className={classes.quiet}>
        {why ? w('correctedBy', { ...written, why }) : w('recordedBy', written)}
      </p>
    </>
  );
}
