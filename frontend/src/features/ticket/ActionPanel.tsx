import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { Action, VersionedTicket } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import { describeError } from '~/ui/describeError';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import classes from './ActionPanel.module.css';
import { useTicketAction } from './useTicketAction';

/** The forms are fetched when one of them is opened. */
const ActionDialog = lazy(() =>
  import('./ActionDialog').then((module) => ({ default: module.ActionDialog })),
);

/** Actions that open a form, in the order in which they are offered: the usual way on first, the ways out last. */
const dialogs = [
  'confirm',
  'resubmit',
  'resume',
  'reviews',
  'dispositions',
  'complete',
  'booking',
  'forward',
  'external-waits',
  'extend',
  'return',
  'reopen',
  'reject',
  'cancel',
  'recuse',
] as const;
export type DialogAction = (typeof dialogs)[number];

/** Ways out: they are offered, not recommended. */
const quiet: readonly DialogAction[] = [
  'booking',
  'forward',
  'external-waits',
  'extend',
  'return',
  'reject',
  'cancel',
  'recuse',
];

interface ActionPanelProps {
  versioned: VersionedTicket;
  onDone(action: Action): void;
  /** Where a returned request is mended on the page itself, by its form; without it, in a dialog. */
  onMend?: (() => void) | undefined;
}

/** What this person may do now; the server says so, and nothing else is shown. */
export function ActionPanel({ versioned, onDone, onMend }: ActionPanelProps) {
  const { t } = useI18n();
  const { ticket } = versioned;
  const [open, setOpen] = useState<DialogAction | null>(null);
  const takeUp = useTicketAction(versioned, 'take-up', () => onDone('take-up'));
  const mayTakeUp = ticket.allowed_actions.includes('take-up');
  const offered = dialogs.filter((action) => ticket.allowed_actions.includes(action));
  const primary = mayTakeUp ? undefined : offered.find((action) => !quiet.includes(action));
  // An open form stays, with what was typed, even when somebody else has just made its action impossible.
  if (!mayTakeUp && offered.length === 0 && open === null) return null;

  return (
    <Section title={t('ticket.actions')} className="no-print">
      <div className={classes.actions}>
        {mayTakeUp && (
          <Button loading={takeUp.isPending} onClick={() => takeUp.mutate({})}>
            {t('action.take-up')}
          </Button>
        )}
        {offered.map((action) => (
          <Button
            key={action}
            variant={action === primary ? 'filled' : 'default'}
            // Based on a request that is just changing, it would be refused.
            disabled={takeUp.isPending}
            onClick={() => (action === 'resubmit' && onMend ? onMend() : setOpen(action))}
          >
            {t(`action.${action}`)}
          </Button>
        ))}
      </div>
      {takeUp.isError && (
        <div className={classes.error}>
          <Notice tone="negative" live>
            {describeError(takeUp.error, t).text}
          </Notice>
        </div>
      )}
      {open && (
        <Suspense>
          <ActionDialog
            action={open}
            versioned={versioned}
            onCancel={() => setOpen(null)}
            onDone={() => {
              onDone(open);
              setOpen(null);
            }}
          />
        </Suspense>
      )}
    </Section>
  );
}
