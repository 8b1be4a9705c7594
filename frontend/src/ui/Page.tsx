import { Title } from '@mantine/core';
import { Link, type LinkProps, useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import { office } from '~/lib/office';
import classes from './Page.module.css';
import { LoadingState } from './states';

export interface Crumb {
  label: string;
  link: LinkProps;
}

interface PageProps {
  title: string;
  /** One sentence under the title. */
  lead?: ReactNode;
  /** Where the page hangs, from the top; without the page itself. */
  crumbs?: readonly Crumb[];
  /** What one can do on the page, beside the title. */
  actions?: ReactNode;
  /** Small print beside the title: a status, a number. */
  meta?: ReactNode;
  /** Forms and texts read better in a narrow column. */
  narrow?: boolean;
  children: ReactNode;
}

/** The frame of every page: browser title, breadcrumbs, heading. After a navigation the heading takes focus. */
export function Page({ title, lead, crumbs, actions, meta, narrow = false, children }: PageProps) {
  const { t } = useI18n();
  const heading = useFocusAfterNavigation();
  return (
    <div className={classes.page} data-narrow={narrow || undefined}>
      <title>{`${title} – ${office.product}`}</title>
      {crumbs && (
        <nav aria-label={t('shell.breadcrumbs')} className={classes.crumbs}>
          <ol>
            {crumbs.map((crumb) => (
              <li key={crumb.label}>
                <Link {...crumb.link}>{crumb.label}</Link>
              </li>
            ))}
            <li aria-current="page">{title}</li>
          </ol>
        </nav>
      )}
      <header className={classes.header}>
        <div className={classes.heading}>
          <Title order={1} size="h2" ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {meta && <div className={classes.meta}>{meta}</div>}
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {actions && <div className={`${classes.actions} no-print`}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A page while its code is on the way. */
export function PendingPage() {
  return (
    <div className={classes.page}>
      <LoadingState />
    </div>
  );
}

/** The first page of a visit leaves focus at the top, where the browser puts it. */
function useFocusAfterNavigation() {
  const heading = useRef<HTMLHeadingElement>(null);
  const { history } = useRouter();
  useEffect(() => {
    if (history.location.state.__TSR_index > 0) heading.current?.focus({ preventScroll: true });
  }, [history]);
  return heading;
}
