import { Button, NativeSelect, Stack, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { monitorRisk, type Proposal, type Risk } from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { todayInOffice } from '~/lib/officeTime';
import { DateField } from '~/ui/DateField';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import classes from './MonitoringLog.module.css';
import { riskStatuses } from './risk';
import { riskWords } from './riskWords';

const form = 'pemantauan';

interface MonitoringLogProps {
  proposal: Proposal;
  risk: Risk;
  onAdded(): Promise<void>;
}

/** What became of a risk from time to time; entries are only ever added. */
export function MonitoringLog({ proposal, risk, onAdded }: MonitoringLogProps) {
  const { format } = useI18n();
  const w = useWords(riskWords);
  return (
    <Section title={w('monitoring')} className={classes.log ?? ''}>
      <p className={classes.quiet}>{w('monitoringText')}</p>
      {risk.monitoring.length === 0 ? (
        <p className={classes.none}>{w('monitoringNone')}</p>
      ) : (
        <ol className={classes.entries}>
          {risk.monitoring.map((entry) => (
            <li key={entry.id}>
              <strong>
                {format.date(entry.date)} · {w(`status.${entry.status}`)}
              </strong>
              <p>{entry.note}</p>
              <span className={classes.quiet}>{w('by', { name: entry.by.name })}</span>
            </li>
          ))}
        </ol>
      )}
      {proposal.allowed_actions.includes('monitor') && (
        <AddEntry id={proposal.id} risk={risk} onAdded={onAdded} />
      )}
    </Section>
  );
}

function AddEntry({ id, risk, onAdded }: { id: string; risk: Risk; onAdded(): Promise<void> }) {
  const { t } = useI18n();
  const w = useWords(riskWords);
  const [date, setDate] = useState(todayInOffice);
  const [status, setStatus] = useState(risk.status);
  const [note, setNote] = useState('');
  const [attempts, setAttempts] = useState(0);
  const adding = useMutation({
    mutationFn: () => monitorRisk(id, risk.id, { date, status, note: note.trim() }),
    onSuccess: async () => {
      setNote('');
      setAttempts(0);
      await onAdded();
    },
  });
  const missing = [
    ...(date === '' ? [{ fieldId: fieldId(form, 'date'), text: w('logDateMissing') }] : []),
    ...(note.trim() === '' ? [{ fieldId: fieldId(form, 'note'), text: w('logNoteMissing') }] : []),
  ];
  const told = attempts > 0 ? missing : [];
  const summary = told.length > 0 ? told : serverErrors(form, adding.error, ['date', 'status', 'note'], t);
  const faultOf = (field: string) => summary.find((item) => item.fieldId === fieldId(form, field))?.text;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAttempts(attempts + 1);
    if (missing.length === 0) adding.mutate();
  };
  return (
    <form noValidate aria-label={w('logAdd')} onSubmit={submit}>
      <Stack gap="md">
        <FormErrorSummary items={summary} attempt={attempts + adding.failureCount} />
        {adding.isSuccess && attempts === 0 && (
          <Notice tone="positive" live>
            {w('logged')}
          </Notice>
        )}
        <div className={classes.pair}>
          <DateField
            id={fieldId(form, 'date')}
            label={w('date')}
            max={todayInOffice()}
            error={faultOf('date')}
            value={date}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
          <NativeSelect
            id={fieldId(form, 'status')}
            label={w('status')}
            error={faultOf('status')}
            value={status}
            onChange={(event) => setStatus(event.currentTarget.value as typeof status)}
            data={riskStatuses.map((value) => ({ value, label: w(`status.${value}`) }))}
          />
        </div>
        <Textarea
          id={fieldId(form, 'note')}
          label={w('note')}
          error={faultOf('note')}
          autosize
          minRows={2}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" variant="default" loading={adding.isPending}>
            {w('logAdd')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
