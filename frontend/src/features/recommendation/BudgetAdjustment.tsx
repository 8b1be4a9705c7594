import { useQueryClient } from '@tanstack/react-query';
import { proposalsKey, recordAdjustment, type VersionedProposal } from '~/api/recommendations';
import { useWords } from '~/i18n/useWords';
import { Section } from '~/ui/Section';
import { LifeForm } from './LifeForm';
import { lifeWords } from './lifeWords';
import classes from './SubmitPage.module.css';

/** After a refusal the agency shows how it has adjusted its budget (R4). */
export function BudgetAdjustment({ versioned: { proposal, etag } }: { versioned: VersionedProposal }) {
  const w = useWords(lifeWords);
  const queryClient = useQueryClient();
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
        onDone={() => void queryClient.invalidateQueries({ queryKey: proposalsKey })}
      />
    </Section>
  );
}
