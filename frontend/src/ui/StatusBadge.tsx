import type { ReactNode } from 'react';
import type { Outcome, TicketStatus } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import classes from './StatusBadge.module.css';

interface StatusProps {
  status: TicketStatus;
  outcome?: Outcome | null;
  returned?: boolean;
}

/**
 * The public status as a word and a shape, never by colour alone: an open ring waits, a half disc is under way,
 * a full disc is done. "Selesai" never says approved (C3), so the outcome stands beside it.
 */
export function StatusBadge({ status, outcome, returned = false }: StatusProps) {
  const { t } = useI18n();
  return (
    <span className={classes.group}>
      <Badge tone={status}>{t(`status.${status}`)}</Badge>
      {returned && <Badge tone="returned">{t('status.returned')}</Badge>}
      {outcome && <Badge tone={outcome}>{t(`outcome.${outcome}`)}</Badge>}
    </span>
  );
}

export type Tone = TicketStatus | Outcome | 'returned';

/** One state as a word and the shape of its tone. */
export function Badge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <Shape>{shapes[tone]}</Shape>
      {children}
    </span>
  );
}

function Shape({ children }: { children: ReactNode }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 12 12"
      width="12"
      height="12"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
    >
      {children}
    </svg>
  );
}

const check = <path d="M2 6.5l2.8 2.8L10 3.5" strokeWidth="2" />;

const shapes: Record<Tone, ReactNode> = {
  waiting: <circle cx="6" cy="6" r="4.5" />,
  in_progress: (
    <>
      <circle cx="6" cy="6" r="4.5" />
      <path d="M6 1.5a4.5 4.5 0 0 1 0 9z" fill="currentColor" />
    </>
  ),
  done: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  returned: <path d="M5 2L2 5l3 3M2 5h5a3 3 0 0 1 0 6" />,
  fulfilled: check,
  approved: check,
  rejected: <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" strokeWidth="2" />,
  cancelled: <path d="M2 6h8" strokeWidth="2" />,
};
