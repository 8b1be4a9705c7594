import { NativeSelect } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type MilestoneKind,
  milestoneKinds,
  milestonesQuery,
  type Proposal,
  reportMilestone,
} from '~/api/recommendations';
import { attachmentFile } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { DownloadButton } from '~/ui/DownloadButton';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import { LifeForm } from './LifeForm';
import { lifeWords } from './lifeWords';
import classes from './Records.module.css';

/** The stages of development of an approved application, as the agency reports them. */
export function Milestones({ proposal }: { proposal: Proposal }) {
  const { t, format } = useI18n();
  const w = useWords(lifeWords);
  const milestones = useQuery(milestonesQuery(proposal.id));
  return (
    <Section title={w('milestones')}>
      <p className={classes.quiet}>{w('milestonesText')}</p>
      {milestones.isPending && <LoadingState lines={2} />}
      {milestones.isError && <ErrorState error={milestones.error} onRetry={() => milestones.refetch()} />}
      {milestones.data?.length === 0 && <p>{w('milestonesNone')}</p>}
      {milestones.data && milestones.data.length > 0 && (
        <ol className={classes.records}>
          {milestones.data.map(({ id, kind, date, note, files, by, at }) => (
            <li key={id}>
              <strong>
                {w(`milestone.${kind}`)} · {format.date(date)}
              </strong>
              <p className={classes.note}>{note}</p>
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
              <p className={classes.quiet}>{w('recordedBy', { name: by.name, time: format.dateTime(at) })}</p>
            </li>
          ))}
        </ol>
      )}
      {proposal.allowed_actions.includes('milestones') && <Report id={proposal.id} />}
    </Section>
  );
}

function Report({ id }: { id: string }) {
  const w = useWords(lifeWords);
  const queryClient = useQueryClient();
  const [kind, setKind] = useState<MilestoneKind>('design');
  const [done, setDone] = useState(false);
  return (
    <div className={classes.form}>
      <LifeForm
        name="tahap"
        labels={{
          date: w('milestoneDate'),
          note: w('milestoneNote'),
          files: w('milestoneFiles'),
          submit: w('report'),
        }}
        multiple
        fileRequired={false}
        before={
          <>
            {done && (
              <Notice tone="positive" live>
                {w('reported')}
              </Notice>
            )}
            <NativeSelect
              label={w('milestoneKind')}
              value={kind}
              onChange={(event) => setKind(event.currentTarget.value as MilestoneKind)}
              data={milestoneKinds.map((value) => ({ value, label: w(`milestone.${value}`) }))}
            />
          </>
        }
        send={(input, onProgress) => {
          setDone(false);
          return reportMilestone(id, { kind, ...input }, onProgress);
        }}
        onDone={() => {
          setDone(true);
          void queryClient.invalidateQueries({ queryKey: milestonesQuery(id).queryKey });
        }}
      />
    </div>
  );
}
