import { Button, CloseButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { RecipientChoice } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { describeError } from '~/ui/describeError';
import classes from './DispositionUndo.module.css';
import { inboxWords } from './inboxWords';
import { useActorName } from './useActorName';

interface DispositionUndoProps {
  number: string;
  to: RecipientChoice;
  pending: boolean;
  /** Why it could not be undone. */
  error: Error | null;
  onUndo(): void;
  onClose(): void;
}

/**
 * Says what one tap has done, and undoes it. It stays until it is closed, for nobody should have to hurry; the
 * focus comes to it, because the row with the button may have left the list.
 */
export function DispositionUndo({ number, to, pending, error, onUndo, onClose }: DispositionUndoProps) {
  const { t } = useI18n();
  const w = useWords(inboxWords);
  const actorName = useActorName();
  const said = w('disposed', { number, recipient: actorName({ role: to.role ?? '', unit: to.unit ?? '' }) });
  const bar = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each further disposition calls for attention anew
  useEffect(() => bar.current?.focus({ preventScroll: true }), [said]);
  return (
    <section ref={bar} tabIndex={-1} aria-label={said} className={classes.bar}>
      <div className={classes.text}>
        <strong>{said}</strong>
        {error ? (
          <div role="alert" className={classes.error}>
            {describeError(error, t).text}
          </div>
        ) : (
          <div className={classes.hint}>{w('undoHint')}</div>
        )}
      </div>
      {!error && (
        <Button variant="default" loading={pending} aria-label={w('undoNamed', { number })} onClick={onUndo}>
          {w('undo')}
        </Button>
      )}
      <CloseButton size="lg" aria-label={w('closeUndo')} onClick={onClose} />
    </section>
  );
}
