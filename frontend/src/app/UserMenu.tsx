import { Button } from '@mantine/core';
import { useClickOutside, useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useId, useRef } from 'react';
import { session } from '~/api/client';
import type { User } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { unsaved } from '~/lib/unsaved';
import { ChevronDownIcon, PersonIcon } from '~/ui/icons';
import { Preferences } from '~/ui/Preferences';
import classes from './UserMenu.module.css';

/**
 * Who is signed in, how the screen looks, and the way out. A button and the panel that it opens: a menu widget
 * would weigh more than the rest of the shell.
 */
export function UserMenu({ user }: { user: User }) {
  const { t, label } = useI18n();
  const [opened, panel] = useDisclosure();
  const around = useClickOutside<HTMLDivElement>(panel.close);
  const button = useRef<HTMLButtonElement>(null);
  const panelId = useId();
  const navigate = useNavigate();

  const leave = async () => {
    // A page for everybody: going there asks about unsent work, and it stays when the session is gone.
    await navigate({ to: '/layanan' });
    unsaved.dropAll();
    await session.signOut();
    location.assign('/');
  };
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !opened) return;
    panel.close();
    button.current?.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is a shortcut; the button does the same
    <div ref={around} className={classes.menu} onKeyDown={closeOnEscape}>
      <Button
        ref={button}
        variant="subtle"
        color="gray"
        className={classes.target}
        leftSection={<PersonIcon />}
        rightSection={<ChevronDownIcon size={16} />}
        aria-label={`${t('shell.account')}: ${user.name}`}
        aria-expanded={opened}
        aria-controls={opened ? panelId : undefined}
        onClick={panel.toggle}
      >
        <span className={classes.name}>{user.name}</span>
      </Button>
      {opened && (
        <div id={panelId} className={classes.panel}>
          <div className={classes.who}>
            <strong>{user.name}</strong>
            <span>{[...new Set(user.roles.map(({ role }) => label('role', role)))].join(', ')}</span>
            {user.organisation && <span>{user.organisation.name}</span>}
          </div>
          <Preferences />
          <Button variant="default" fullWidth onClick={leave}>
            {t('shell.signOut')}
          </Button>
        </div>
      )}
    </div>
  );
}
