import { Button, Menu, useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { session } from '~/api/client';
import type { User } from '~/api/types';
import type { Language } from '~/i18n/format';
import { useI18n } from '~/i18n/I18nProvider';
import { CheckIcon, ChevronDownIcon, PersonIcon } from '~/ui/icons';
import classes from './UserMenu.module.css';

const languages: readonly { code: Language; name: string }[] = [
  { code: 'id', name: 'Bahasa Indonesia' },
  { code: 'en', name: 'English' },
];
const schemes = ['light', 'dark', 'auto'] as const;

/** Who is signed in, how the screen looks, and the way out. */
export function UserMenu({ user }: { user: User }) {
  const { t, language, setLanguage, label } = useI18n();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  const mark = (chosen: boolean) => (chosen ? <CheckIcon size={16} /> : <span className={classes.noMark} />);

  const leave = async () => {
    await navigate({ to: '/' });
    await session.signOut();
  };

  return (
    <Menu position="bottom-end" width={260} shadow="md">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          className={classes.target}
          leftSection={<PersonIcon />}
          rightSection={<ChevronDownIcon size={16} />}
          aria-label={`${t('shell.account')}: ${user.name}`}
        >
          <span className={classes.name}>{user.name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <strong>{user.name}</strong>
          <span>{[...new Set(user.roles.map(({ role }) => label('role', role)))].join(', ')}</span>
          {user.organisation && <span>{user.organisation.name}</span>}
        </div>
        <Menu.Divider />
        <Menu.Label>{t('shell.language')}</Menu.Label>
        {languages.map(({ code, name }) => (
          <Menu.Item
            key={code}
            lang={code}
            role="menuitemradio"
            aria-checked={code === language}
            leftSection={mark(code === language)}
            onClick={() => setLanguage(code)}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Label>{t('shell.scheme')}</Menu.Label>
        {schemes.map((scheme) => (
          <Menu.Item
            key={scheme}
            role="menuitemradio"
            aria-checked={scheme === colorScheme}
            leftSection={mark(scheme === colorScheme)}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`shell.scheme.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={leave}>{t('shell.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
