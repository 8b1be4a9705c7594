import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import type { SaveState } from '~/lib/autosave';
import { describeError } from '~/ui/describeError';
import { CheckIcon } from '~/ui/icons';
import { Notice } from '~/ui/Notice';
import classes from './Draft.module.css';
import { draftWords } from './draftWords';

interface SaveStatusProps {
  state: SaveState;
  onSaveNow(): void;
  /** After a conflict: the version of the other device, or the one on this page. */
  onUseOther(): void;
  onUseMine(): void;
}

/** Whether what was typed is safe: where and since when, or what stands in the way. */
export function SaveStatus({ state, onSaveNow, onUseOther, onUseMine }: SaveStatusProps): ReactNode {
  const { t, format } = useI18n();
  const w = useWords(draftWords);
  if (state.kind === 'conflict') {
    return (
      <div className={classes.notice}>
        <Notice tone="caution" title={w('conflictTitle')} live>
          <p>{w('conflictText')}</p>
          <Group gap="sm" mt="xs">
            <Button size="sm" onClick={onUseOther}>
              {w('useOther')}
            </Button>
            <Button size="sm" variant="default" onClick={onUseMine}>
              {w('useMine')}
            </Button>
          </Group>
        </Notice>
      </div>
    );
  }
  if (state.kind === 'failed') {
    const reason = describeError(state.error, t).text;
    return (
      <div className={classes.notice}>
        <Notice
          tone="negative"
          live
          action={
            <Button size="sm" variant="default" onClick={onSaveNow}>
              {w('saveNow')}
            </Button>
          }
        >
          {state.again ? w('state.failed', { reason }) : w('state.refused', { reason })}
        </Notice>
      </div>
    );
  }
  return (
    <p className={classes.saved} role="status" data-saved={state.kind === 'saved' || undefined}>
      {state.kind === 'saved' && <CheckIcon size={16} />}
      {state.kind === 'saved' ? w('state.saved', { time: format.time(state.at) }) : w(`state.${state.kind}`)}
    </p>
  );
}
