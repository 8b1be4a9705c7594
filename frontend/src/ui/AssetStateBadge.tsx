import type { AssetSummary } from '~/api/types';
import { useWords } from '~/i18n/useWords';
import classes from './AssetStateBadge.module.css';
import { assetWords } from './assetWords';

/** How a delivered thing stands: a word and a shape, never colour alone. */
export function AssetStateBadge({ state }: Pick<AssetSummary, 'state'>) {
  const w = useWords(assetWords);
  return (
    <span className={classes.badge} data-state={state}>
      <svg
        aria-hidden="true"
        viewBox="0 0 12 12"
        width="12"
        height="12"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
      >
        {state === 'active' && <circle cx="6" cy="6" r="4.5" fill="currentColor" />}
        {state === 'suspended' && <path d="M4 2v8M8 2v8" strokeWidth="2" />}
        {state === 'expired' && <path d="M6 2.5V6l2.5 1.5M6 1.2a4.8 4.8 0 1 0 .01 0" />}
        {state === 'retired' && <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" strokeWidth="2" />}
      </svg>
      {w(`state.${state}`)}
    </span>
  );
}
