import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  getMeNotificationSettings,
  getNotifications,
  getNotificationsSummary,
  type NotificationSettings,
  type NotificationSettingsView,
  type NotificationsRead,
  postNotificationsRead,
  putMeNotificationSettings,
} from './generated';

/** Every key of the cache that tells about notifications begins with this one. */
export const notificationsKey = ['notifications'] as const;

/** How often the bell asks; a page in the background does not. */
const interval = 60_000;

export const unreadQuery = () =>
  queryOptions({
    queryKey: [...notificationsKey, 'unread'],
    queryFn: async ({ signal }) => (await getNotificationsSummary({ signal })).data.unread,
    refetchInterval: interval,
    staleTime: interval / 2,
  });

export const notificationsQuery = () =>
  infiniteQueryOptions({
    queryKey: [...notificationsKey, 'list'],
    queryFn: async ({ pageParam, signal }) =>
      (await getNotifications({ query: { ...(pageParam && { cursor: pageParam }) }, signal })).data,
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });

export const markRead = async (what: NotificationsRead) => (await postNotificationsRead({ body: what })).data;

/** What a person wants to be told, with the ETag that a change must be based on. */
export interface VersionedSettings {
  value: NotificationSettingsView;
  etag: string;
}

const versioned = (answer: { data: NotificationSettingsView; response: Response }): VersionedSettings => ({
  value: answer.data,
  etag: answer.response.headers.get('ETag') ?? '',
});

export const notificationSettingsQuery = () =>
  queryOptions({
    queryKey: [...notificationsKey, 'settings'],
    queryFn: async ({ signal }) => versioned(await getMeNotificationSettings({ signal })),
  });

export const saveNotificationSettings = async (etag: string, body: NotificationSettings) =>
  versioned(await putMeNotificationSettings({ headers: { 'If-Match': etag }, body }));
