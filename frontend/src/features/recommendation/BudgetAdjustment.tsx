import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { proposalsKey, recordAdjustment, type VersionedProposal } from '~/api/recommendations';
import { useWords } from '~/i18n/useWords';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import { LifeForm } from './LifeForm';
import { lifeWords } from './lifeWords';
import classes from './SubmitPage.module.css';

/** After a refusal the agency shows how it has adjusted its budget (R4). */
export function BudgetAdjustment({ versioned: { proposal, etag } }: { versioned: VersionedProposal }) {
  const w = useWords(lifeWords);
  const queryClient = useQueryClient();
  const [done, setDone] = useState(false);
  if (done)
    return (
      <Notice tone="positive" live>
        {w('adjusted')}
      </Notice>
    );
  if (!proposal.allowed_actions.includes('budget-adjustment')) return null;
  return (
    <Section title={w('adjustTitle')}>
      <p className={classes.quiet}>{w('adjustText')}</p>
      <LifeForm
        name="penyesuaian"
        labels={{
          date: w('adjustDate'),
          note: w('adjustNote'),
          files: w('adjustFile'),
          submit: w('adjust'),
        }}
        multiple={false}
        fileRequired
        send={({ date, note, files: [file] }, onProgress) => {
          if (!file) throw new Error('the form asks for a file');
          return recordAdjustment(proposal.id, { date, note, file }, { etag, onProgress });
        }}
        onDone={() => {
          setDone(true);
          void queryClient.invalidateQueries({ queryKey: proposalsKey });
        }}
      />
    </Section>
  );
}
