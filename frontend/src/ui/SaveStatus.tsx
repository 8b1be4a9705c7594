import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import type { SaveState } from '~/lib/autosave';
import { describeError } from './describeError';
import { CheckIcon } from './icons';
import { Notice } from './Notice';
import classes from './SaveStatus.module.css';
import { saveWords } from './saveWords';

interface SaveStatusProps {
  state: SaveState;
  onSaveNow(): void;
  /** What is asked when somebody else has changed it meanwhile. */
  conflict: ReactNode;
  /** It stays below its field instead of at the edge of the window: the page has another one there. */
  inPlace?: boolean;
}

/** Whether what was typed is safe: where and since when, or what stands in the way. */
export function SaveStatus({ state, onSaveNow, conflict, inPlace = false }: SaveStatusProps): ReactNode {
  const { t, format } = useI18n();
  const w = useWords(saveWords);
  const place = { 'data-in-place': inPlace || undefined };
  if (state.kind === 'conflict')
    return (
      <div className={classes.notice} {...place}>
        {conflict}
      </div>
    );
  if (state.kind === 'failed') {
    const reason = describeError(state.error, t).text;
    return (
      <div className={classes.notice} {...place}>
        <Notice
          tone="negative"
          live
          action={
            <Button size="sm" variant="default" onClick={onSaveNow}>
              {w('saveNow')}
            </Button>
          }
        >
          {state.again ? w('failed', { reason }) : w('refused', { reason })}
        </Notice>
      </div>
    );
  }
  // Nothing was ever saved here, and nothing is to be.
  if (state.kind === 'saved' && state.at === '') return null;
  return (
    <p className={classes.saved} role="status" data-saved={state.kind === 'saved' || undefined} {...place}>
      {state.kind === 'saved' && <CheckIcon size={16} />}
      {state.kind === 'saved' ? w('saved', { time: format.time(state.at) }) : w(state.kind)}
    </p>
  );
}
