import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { type KeptService, keptServiceQuery, shippedOffer } from '~/api/catalogueAdmin';
import { mayDo, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { ErrorState, LoadingState } from '~/ui/states';
import { PublishDialog } from './PublishDialog';
import { RetireDialog } from './RetireDialog';
import classes from './ServiceFrame.module.css';
import { StateBadges } from './StateBadges';
import type { State } from './states';
import { catalogueWords } from './words';

export interface ServiceContext {
  kept: KeptService;
  mayManage: boolean;
  /** Asks when a version goes into effect, and publishes it. */
  publish(number: number): void;
  /** Says that something was done. */
  tell(text: string): void;
}

interface ServiceFrameProps {
  code: string;
  /** The browser's title of the page, made of the service's name; the name itself where it is left out. */
  title?: (name: string) => string;
  children(context: ServiceContext): ReactNode;
}

/** What surrounds the pages of one service: name, states, the way between the pages, publishing, closing. */
export function ServiceFrame({ code, title = (name) => name, children }: ServiceFrameProps) {
  const w = useWords(catalogueWords);
  const { format } = useI18n();
  const { user } = useSession();
  const kept = useQuery(keptServiceQuery(code));
  const [publishing, setPublishing] = useState<number | null>(null);
  const [retiring, setRetiring] = useState(false);
  const [told, setTold] = useState('');
  const crumbs = [{ label: w('title'), link: { to: '/admin/layanan' } as const }];

  if (!kept.data) {
    return (
      <Page title={w('name')} crumbs={crumbs}>
        {kept.isError ? (
          <ErrorState error={kept.error} onRetry={() => kept.refetch()} />
        ) : (
          <LoadingState lines={5} height={96} />
        )}
      </Page>
    );
  }

  const { history, service, edition } = kept.data;
  const mayManage = mayDo(user, 'catalogue.manage');
  const published = history.items.some(({ state }) => state === 'current');
  const offer = shippedOffer(history);
  const from = history.items.find(({ state }) => state === 'current') ?? edition;
  return (
    <Page
      title={title(service.name)}
      crumbs={crumbs}
      meta={<StateBadges states={statesOf(kept.data)} />}
      actions={
        <>
          {published && (
            <Button component="a" href={`/layanan/${code}`} variant="default" size="sm">
              {w('openPublic')}
            </Button>
          )}
          {mayManage && (
            <Button variant="default" size="sm" onClick={() => setRetiring(true)}>
              {history.retired_at ? w('restore') : w('retire')}
            </Button>
          )}
        </>
      }
    >
      <nav aria-label={w('tabs')} className={classes.tabs}>
        <ul>
          {mayManage && (
            <li>
              <Link to="/admin/layanan/$code" params={{ code }} activeOptions={{ exact: true }}>
                {w('tab.edit')}
              </Link>
            </li>
          )}
          {mayManage && (
            <li>
              <Link to="/admin/layanan/$code/formulir" params={{ code }}>
                {w('tab.form')}
              </Link>
            </li>
          )}
          <li>
            <Link to="/admin/layanan/$code/versi/$number" params={{ code, number: String(edition.number) }}>
              {w('tab.preview')}
            </Link>
          </li>
          <li>
            <Link
              to="/admin/layanan/$code/riwayat"
              params={{ code }}
              activeOptions={{ includeSearch: false }}
            >
              {w('tab.history')}
            </Link>
          </li>
        </ul>
      </nav>
      <div className={classes.notices}>
        {told && (
          <Notice tone="positive" live>
            {told}
          </Notice>
        )}
        {history.retired_at && (
          <Notice tone="caution">{w('retiredNotice', { date: format.date(history.retired_at) })}</Notice>
        )}
        {offer && (
          <Notice
            tone="info"
            title={w('offerTitle')}
            action={
              <div className={classes.offer}>
                <LinkButton
                  to="/admin/layanan/$code/riwayat"
                  params={{ code }}
                  search={{ dari: from.number, ke: offer.number }}
                  variant="default"
                  size="sm"
                >
                  {w('offerCompare')}
                </LinkButton>
                {mayManage && (
                  <Button size="sm" onClick={() => setPublishing(offer.number)}>
                    {w('offerPublish')}
                  </Button>
                )}
              </div>
            }
          >
            {w('offer', { number: offer.number })}
          </Notice>
        )}
      </div>
      {children({ kept: kept.data, mayManage, publish: setPublishing, tell: setTold })}
      {publishing !== null && (
        <PublishDialog
          kept={kept.data}
          number={publishing}
          onClose={() => setPublishing(null)}
          onDone={setTold}
        />
      )}
      {retiring && <RetireDialog kept={kept.data} onClose={() => setRetiring(false)} onDone={setTold} />}
    </Page>
  );
}

function statesOf({ history, service }: KeptService): State[] {
  const has = (state: State) => history.items.some((item) => item.state === state);
  const states = (['current', 'scheduled', 'draft'] as const).filter(has) as State[];
  if (history.retired_at) states.unshift('retired');
  if (service.hidden) states.push('hidden');
  return states;
}
