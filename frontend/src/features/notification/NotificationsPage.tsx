import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Notification } from '~/api/generated';
import { markRead, notificationsKey, notificationsQuery } from '~/api/notifications';
import { useI18n } from '~/i18n/I18nProvider';
import { LoadMore } from '~/ui/LoadMore';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import classes from './NotificationsPage.module.css';
import { SettingsSection } from './SettingsSection';

/** What happened that concerns this person, newest first, and what they want to be told. */
export function NotificationsPage() {
  const { t } = useI18n();
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(notificationsQuery());
  const read = useMutation({
    mutationFn: markRead,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: notificationsKey }),
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [newest] = items;
  const unread = items.some(({ read_at }) => read_at === null);
  return (
    <Page
      title={t('notification.title')}
      narrow
      actions={
        newest &&
        unread && (
          <Button
            variant="default"
            loading={read.isPending}
            onClick={() => read.mutate({ up_to: newest.id })}
          >
            {t('notification.readAll')}
          </Button>
        )
      }
    >
      {list.isPending && <LoadingState lines={6} />}
      {list.isError && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {list.isSuccess && items.length === 0 && (
        <EmptyState title={t('notification.empty')} text={t('notification.emptyText')} />
      )}
      {items.length > 0 && (
        <>
          <ul className={classes.list}>
            {items.map((item) => (
              <Entry key={item.id} item={item} onOpen={() => read.mutate({ ids: [item.id] })} />
            ))}
          </ul>
          <LoadMore
            shown={items.length}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => list.fetchNextPage()}
          />
        </>
      )}
      <Section title={t('notification.settings')}>
        <SettingsSection />
      </Section>
    </Page>
  );
}

function Entry({ item, onOpen }: { item: Notification; onOpen(): void }) {
  const { t, label, format } = useI18n();
  const unread = item.read_at === null;
  const said = label('notified', item.type);
  return (
    <li data-unread={unread || undefined}>
      <div>
        {item.ticket ? (
          <Link to="/permohonan/$number" params={{ number: item.ticket.number }} onClick={onOpen}>
            {said}
          </Link>
        ) : item.asset ? (
          <Link to="/aset/$id" params={{ id: item.asset.id }} onClick={onOpen}>
            {said}
          </Link>
        ) : (
          <Link to="/delegasi" onClick={onOpen}>
            {said}
          </Link>
        )}
        {unread && <span className={classes.new}>{t('notification.new')}</span>}
      </div>
      {item.ticket && (
        <span className={classes.subject}>
          {[item.ticket.number, item.ticket.subject].filter(Boolean).join(' – ')}
        </span>
      )}
      {item.asset && <span className={classes.subject}>{item.asset.name}</span>}
      <time dateTime={item.at}>{format.dateTime(item.at)}</time>
    </li>
  );
}
