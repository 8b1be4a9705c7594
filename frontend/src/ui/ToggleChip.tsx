import type { ReactNode } from 'react';
import { CheckIcon } from './icons';
import classes from './ToggleChip.module.css';

interface ToggleChipProps {
  pressed: boolean;
  onChange(pressed: boolean): void;
  children: ReactNode;
}

/** A filter that is on or off; a tick says so beside the colour. */
export function ToggleChip({ pressed, onChange, children }: ToggleChipProps) {
  return (
    <button type="button" aria-pressed={pressed} className={classes.chip} onClick={() => onChange(!pressed)}>
      {pressed && <CheckIcon size={16} />}
      {children}
    </button>
  );
}
