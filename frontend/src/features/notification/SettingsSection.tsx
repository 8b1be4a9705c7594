import { Checkbox, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NotificationSettings } from '~/api/generated';
import { notificationSettingsQuery, saveNotificationSettings } from '~/api/notifications';
import { useI18n } from '~/i18n/I18nProvider';
import { describeError } from '~/ui/describeError';
import { Notice } from '~/ui/Notice';
import { ErrorState, LoadingState } from '~/ui/states';
import classes from './NotificationsPage.module.css';

/** By which ways each kind of notification comes. Every tick is saved at once. */
export function SettingsSection() {
  const { t } = useI18n();
  const queryClient = useQueryClient();
  const query = notificationSettingsQuery();
  const settings = useQuery(query);
  const save = useMutation({
    mutationFn: (next: NotificationSettings) => saveNotificationSettings(settings.data?.etag ?? '', next),
    onSuccess: (saved) => queryClient.setQueryData(query.queryKey, saved),
    onError: () => queryClient.invalidateQueries({ queryKey: query.queryKey }),
  });
  if (settings.isPending) return <LoadingState lines={4} />;
  if (settings.isError) return <ErrorState error={settings.error} onRetry={() => settings.refetch()} />;
  const { language, channels, mail_server } = settings.data.value;
  const change = (kind: string, way: 'in_app' | 'email', on: boolean) =>
    save.mutate({ language, channels: channels.map((c) => (c.kind === kind ? { ...c, [way]: on } : c)) });
  return (
    <div className={classes.channels}>
      {save.isError && (
        <Notice tone="negative" live>
          {describeError(save.error, t).text}
        </Notice>
      )}
      {!mail_server && <Notice tone="caution">{t('notification.noMail')}</Notice>}
      {channels.map(({ kind, in_app, email }) => (
        <fieldset key={kind} disabled={save.isPending}>
          <legend>{t(`notification.kind.${kind}`)}</legend>
          <Checkbox
            label={t('notification.inApp')}
            checked={in_app}
            onChange={(event) => change(kind, 'in_app', event.currentTarget.checked)}
          />
          <Checkbox
            label={t('notification.email')}
            checked={email}
            disabled={!mail_server}
            onChange={(event) => change(kind, 'email', event.currentTarget.checked)}
          />
        </fieldset>
      ))}
      <NativeSelect
        label={t('notification.language')}
        value={language}
        disabled={save.isPending}
        data={[
          { value: 'id', label: 'Bahasa Indonesia' },
          { value: 'en', label: 'English' },
        ]}
        onChange={(event) =>
          save.mutate({ language: event.currentTarget.value === 'en' ? 'en' : 'id', channels })
        }
      />
    </div>
  );
}
