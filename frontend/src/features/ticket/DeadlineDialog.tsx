import { Modal, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { deadlineQuery } from '~/api/tickets';
import type { Deadline } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { DeadlineLedger } from '~/ui/DeadlineLedger';
import { ErrorState, LoadingState } from '~/ui/states';
import classes from './DeadlineDialog.module.css';
import { deadlineDialogWords } from './deadlineDialogWords';

interface DeadlineDialogProps {
  number: string;
  onClose(): void;
}

/** Why the request is due then: day by day, what counted and what did not. */
export function DeadlineDialog({ number, onClose }: DeadlineDialogProps) {
  const { t } = useI18n();
  useReturnFocus();
  const deadline = useQuery(deadlineQuery(number));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('deadline.title')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {deadline.isPending && <LoadingState lines={4} />}
      {deadline.isError && <ErrorState error={deadline.error} onRetry={() => deadline.refetch()} />}
      {deadline.data && <Account deadline={deadline.data} />}
    </Modal>
  );
}

function Account({ deadline }: { deadline: Deadline }) {
  const { format } = useI18n();
  const w = useWords(deadlineDialogWords);
  const { basis, due_at: due, stops, elapsed, steps, rules } = deadline;
  return (
    <div className={classes.account}>
      <p>
        {w(`limit.${basis}`, { count: deadline.amount, received: format.dateTime(deadline.received_at) })}{' '}
        {deadline.extension > 0 && `${w(`extension.${basis}`, { count: deadline.extension })} `}
        <strong>
          {due
            ? w('due', { due: format.dateTime(due) })
            : w(`paused.${basis}`, { count: deadline.remaining })}
        </strong>
      </p>
      {stops.length > 0 && (
        <Part title={w('stops')}>
          <ul>
            {stops.map((stop) => (
              <li key={stop.from}>
                {stop.reason === 'external'
                  ? w('stop.external', { body: stop.body ?? '', reference: stop.reference ?? '' })
                  : w(`stop.${stop.reason}`)}
                {', '}
                {stop.to
                  ? w('span', { from: format.dateTime(stop.from), to: format.dateTime(stop.to) })
                  : w('since', { from: format.dateTime(stop.from) })}
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title={w('ledger')}>
        <DeadlineLedger caption={w('ledger')} basis={basis} days={deadline.days} />
      </Part>
      {steps.length > 0 && (
        <Part title={w('steps')}>
          <ul>
            {steps.map(({ key, name, duration, due_at: stepDue }) => (
              <li key={key}>
                {name}: {w(`duration.${duration.basis}`, { count: duration.amount })}
                {stepDue && `, ${w('until', { due: format.dateTime(stepDue) })}`}
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title={w('elapsed')}>
        <p>{w(`elapsed.${basis}`, { total: elapsed.total, office: elapsed.office })}</p>
      </Part>
      <Part title={w('rules')}>
        <p>
          {basis === 'working_days' && `${w(rules.count_day_of_receipt ? 'dayCounts' : 'dayCountsNot')} `}
          {w('version', { version: String(rules.calendar_version) })}
        </p>
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={3} size="h5" id={id}>
        {title}
      </Title>
      {children}
    </section>
  );
}
