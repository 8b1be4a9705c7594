import type { ReactNode } from 'react';
import { useWords } from '~/i18n/useWords';
import classes from './StateBadges.module.css';
import type { State } from './states';
import { catalogueWords } from './words';

/** States as words with a shape each, never by colour alone. */
export function StateBadges({ states }: { states: readonly State[] }) {
  const w = useWords(catalogueWords);
  return (
    <span className={classes.group}>
      {states.map((state) => (
        <span key={state} className={classes.badge} data-state={state}>
          <svg
            aria-hidden="true"
            viewBox="0 0 12 12"
            width="12"
            height="12"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.75"
          >
            {shapes[state]}
          </svg>
          {w(`state.${state}`)}
        </span>
      ))}
    </span>
  );
}

const shapes: Record<State, ReactNode> = {
  current: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  draft: <path d="M2 10h2.5L10 4.5 7.5 2 2 7.5z" />,
  scheduled: (
    <>
      <circle cx="6" cy="6" r="4.5" />
      <path d="M6 3.5V6l2 1" />
    </>
  ),
  superseded: <circle cx="6" cy="6" r="4.5" strokeDasharray="2 2" />,
  hidden: <path d="M1 6s2-3.5 5-3.5S11 6 11 6 9 9.5 6 9.5 1 6 1 6zM2 11l8-10" />,
  retired: <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" strokeWidth="2" />,
};
