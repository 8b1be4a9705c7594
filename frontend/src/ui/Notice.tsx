import type { ReactNode } from 'react';
import { AlertIcon, CheckIcon, InfoIcon } from './icons';
import classes from './Notice.module.css';

const icons = { info: InfoIcon, positive: CheckIcon, caution: AlertIcon, negative: AlertIcon };

interface NoticeProps {
  tone: 'info' | 'positive' | 'caution' | 'negative';
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
  /** Speaks up when it appears: at once for what went wrong, politely for the rest. */
  live?: boolean;
}

/** A box that says one thing of importance. */
export function Notice({ tone, title, children, action, live = false }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div
      className={classes.notice}
      data-tone={tone}
      role={live ? (tone === 'negative' ? 'alert' : 'status') : undefined}
    >
      <span className={classes.icon}>
        <Icon />
      </span>
      <div className={classes.text}>
        {title && <strong>{title}</strong>}
        {children}
      </div>
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
