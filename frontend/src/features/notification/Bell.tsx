import { ActionIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { unreadQuery } from '~/api/notifications';
import { useI18n } from '~/i18n/I18nProvider';
import { BellIcon } from '~/ui/icons';
import classes from './Bell.module.css';

/** From this number on the bell says "99+". */
const most = 99;

/** How much there is to read, and the way to it. */
export function Bell() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const { data: unread = 0 } = useQuery(unreadQuery());
  const count = unread > most ? `${most}+` : String(unread);
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="xl"
      className={classes.bell}
      aria-label={unread > 0 ? t('notification.bell', { count }) : t('notification.title')}
      onClick={() => navigate({ to: '/notifikasi' })}
    >
      <BellIcon size={22} />
      {unread > 0 && (
        <span aria-hidden="true" className={classes.count}>
          {count}
        </span>
      )}
    </ActionIcon>
  );
}
