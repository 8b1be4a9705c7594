import type { ReactNode } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import classes from './Timeline.module.css';

export interface TimelineEntry {
  key: string;
  title: string;
  /** RFC 3339; absent for what has not happened. */
  at?: string;
  by?: string | undefined;
  tone?: 'done' | 'current' | 'upcoming' | 'attention';
  /** The tone in a word: beside what is current, and for screen readers everywhere. */
  toneLabel?: string;
  children?: ReactNode;
}

/** Things in their order, each with its time and its author. */
export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label: string }) {
  const { format } = useI18n();
  return (
    <ol className={classes.timeline} aria-label={label}>
      {entries.map((entry) => (
        <li
          key={entry.key}
          data-tone={entry.tone ?? 'done'}
          aria-current={entry.tone === 'current' ? 'step' : undefined}
        >
          <div className={classes.title}>
            {entry.title}
            {entry.toneLabel && (
              <span className={entry.tone === 'current' ? classes.tone : 'visually-hidden'}>
                {' '}
                {entry.toneLabel}
              </span>
            )}
          </div>
          {(entry.at || entry.by) && (
            <div className={classes.meta}>
              {entry.at && <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>}
              {entry.at && entry.by && ' · '}
              {entry.by}
            </div>
          )}
          {entry.children && <div className={classes.body}>{entry.children}</div>}
        </li>
      ))}
    </ol>
  );
}
