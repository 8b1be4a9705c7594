import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { trialQuery } from '~/api/calendar';
import type { TimeLimit } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { office } from '~/lib/office';
import { startOfDay, todayInOffice } from '~/lib/officeTime';
import { DeadlineLedger } from '~/ui/DeadlineLedger';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { Section } from '~/ui/Section';
import classes from './CalendarPage.module.css';
import { calendarWords } from './words';

const form = 'hitung';
const bases = ['working_days', 'working_minutes', 'clock_hours'] as const;

/** What the fields say, as the server takes it. */
interface Question {
  from: string;
  limit: TimeLimit;
}

/** Works a due time out without a request. */
export function TrialSection() {
  const { t, format } = useI18n();
  const w = useWords(calendarWords);
  const [received, setReceived] = useState(`${todayInOffice()}T09:00`);
  const [limit, setLimit] = useState<TimeLimit>({ amount: 3, basis: 'working_days' });
  const [question, setQuestion] = useState<Question | null>(null);
  const [missing, setMissing] = useState(0);
  const trial = useQuery({
    ...trialQuery(question?.from ?? '', question?.limit ?? limit),
    enabled: question !== null,
  });
  const empty = received === '';
  const summary =
    missing > 0 && empty
      ? [{ fieldId: fieldId(form, 'from'), text: t('form.requiredNamed', { label: w('received') }) }]
      : serverErrors(form, trial.error, ['from', 'amount'], t);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (empty) return setMissing(missing + 1);
    setQuestion({ from: instant(received), limit });
  };
  return (
    <Section title={w('trial')}>
      <p className={classes.quiet}>{w('trialText')}</p>
      <form noValidate onSubmit={submit}>
        <FormErrorSummary items={summary} attempt={missing + trial.failureCount} />
        <div className={classes.fields}>
          <TextInput
            id={fieldId(form, 'from')}
            type="datetime-local"
            label={`${w('received')} (${office.timeZoneLabel})`}
            value={received}
            onChange={(event) => setReceived(event.currentTarget.value)}
          />
          <TextInput
            id={fieldId(form, 'amount')}
            type="number"
            min={1}
            label={w('amount')}
            value={limit.amount || ''}
            onChange={(event) =>
              setLimit({ ...limit, amount: Math.trunc(Number(event.currentTarget.value)) })
            }
          />
          <NativeSelect
            label={w('basis')}
            value={limit.basis}
            data={bases.map((basis) => ({ value: basis, label: t(`basis.${basis}`) }))}
            onChange={(event) =>
              setLimit({ ...limit, basis: event.currentTarget.value as TimeLimit['basis'] })
            }
          />
          <Button type="submit" loading={trial.isFetching}>
            {w('calculate')}
          </Button>
        </div>
      </form>
      {trial.data && (
        <div role="status">
          <p className={classes.result}>
            <strong>{w('result', { due: format.dateTime(trial.data.due_at) })}</strong>
          </p>
          <DeadlineLedger caption={w('ledger')} basis={trial.data.basis} days={trial.data.days} />
        </div>
      )}
    </Section>
  );
}

/** The instant of a date and time on the office's wall clock. */
function instant(local: string): string {
  const [date = '', time = ''] = local.split('T');
  const [hours = '0', minutes = '0'] = time.split(':');
  const midnight = Date.parse(startOfDay(date, office.timeZone));
  return new Date(midnight + (Number(hours) * 60 + Number(minutes)) * 60_000).toISOString();
}
