import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from '~/ui/Notice';
import classes from './EitherOne.module.css';

interface EitherOneProps {
  title: string;
  /** What the other one has saved. */
  children: ReactNode;
  mine: string;
  theirs: string;
  onMine(): void;
  onTheirs(): void;
}

/** Somebody else has saved the same meanwhile: theirs below one's own, and the choice which of both stays. */
export function EitherOne({ title, children, mine, theirs, onMine, onTheirs }: EitherOneProps) {
  return (
    <div ref={comeIntoSight}>
      <Notice tone="caution" title={title} live>
        {children}
        <div className={classes.choices}>
          <Button size="sm" variant="default" onClick={onMine}>
            {mine}
          </Button>
          <Button size="sm" variant="default" onClick={onTheirs}>
            {theirs}
          </Button>
        </div>
      </Notice>
    </div>
  );
}

const comeIntoSight = (box: HTMLElement | null) => box?.scrollIntoView({ block: 'nearest' });
