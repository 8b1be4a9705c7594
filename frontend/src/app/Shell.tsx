import { ActionIcon } from '@mantine/core';
import { useDisclosure, useNetwork } from '@mantine/hooks';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import type { User } from '~/api/types';
import { hasRole, isOfficer, mayDo, useSession } from '~/api/useSession';
import { Bell } from '~/features/notification/Bell';
import { useI18n } from '~/i18n/I18nProvider';
import { office } from '~/lib/office';
import {
  AssetIcon,
  CalendarIcon,
  DashboardIcon,
  DeputyIcon,
  EditIcon,
  InboxIcon,
  ListIcon,
  MenuIcon,
  PersonIcon,
  PlusIcon,
  RegisterIcon,
  ServicesIcon,
  SettingsIcon,
} from '~/ui/icons';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Preferences } from '~/ui/Preferences';
import { Brand } from './Brand';
import classes from './Shell.module.css';
import { UserMenu } from './UserMenu';

/* What is not on the screen at first is fetched when it is needed. */
const MenuDrawer = lazy(() => import('./MenuDrawer').then((module) => ({ default: module.MenuDrawer })));
const SignInAgainDialog = lazy(() =>
  import('~/features/auth/SignInAgainDialog').then((module) => ({ default: module.SignInAgainDialog })),
);

/** What surrounds every page: masthead, navigation, footer, and the sign-in that an ended session asks for. */
export function Shell() {
  const { t } = useI18n();
  const { status, user } = useSession();
  const { online } = useNetwork();
  const [menuOpened, menu] = useDisclosure();
  const { pathname } = useLocation();
  const withNavigation = user !== null && !user.must_change_password && !user.needs_second_factor;

  // Going somewhere closes the menu on a phone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: pathname is the trigger
  useEffect(() => menu.close(), [pathname]);

  return (
    <div className={classes.shell} data-navigation={withNavigation || undefined}>
      <a href="#isi" className={classes.skip}>
        {t('shell.skip')}
      </a>
      <header className={classes.header}>
        <div className={classes.government}>
          <div className={classes.bar}>{t('shell.government', { government: office.government })}</div>
        </div>
        <div className={classes.bar}>
          {withNavigation && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="xl"
              className={classes.burger}
              aria-label={t('shell.menu')}
              aria-haspopup="dialog"
              onClick={menu.open}
            >
              <MenuIcon size={24} />
            </ActionIcon>
          )}
          <Brand guest={!user} />
          <div className={classes.tools}>
            {user ? (
              <>
                {withNavigation && <Bell />}
                <UserMenu user={user} />
              </>
            ) : (
              status !== 'starting' && (
                <>
                  <Preferences compact />
                  {pathname !== '/masuk' && (
                    <LinkButton to="/masuk" size="sm">
                      {t('shell.signIn')}
                    </LinkButton>
                  )}
                </>
              )
            )}
          </div>
        </div>
      </header>

      {withNavigation && (
        <>
          <div className={classes.side}>
            <Navigation user={user} />
          </div>
          {menuOpened && (
            <Suspense>
              <MenuDrawer onClose={menu.close}>
                <Navigation user={user} />
              </MenuDrawer>
            </Suspense>
          )}
        </>
      )}

      <main id="isi" tabIndex={-1} className={classes.main}>
        {!online && (
          <div className={classes.offline}>
            <Notice tone="caution" live>
              {t('shell.offline')}
            </Notice>
          </div>
        )}
        <Outlet />
      </main>

      <Footer />
      {status === 'expired' && (
        <Suspense>
          <SignInAgainDialog user={user} />
        </Suspense>
      )}
    </div>
  );
}

function Navigation({ user }: { user: User }) {
  const { t } = useI18n();
  const officer = isOfficer(user);
  const applicant = hasRole(user, 'applicant');
  return (
    <nav aria-label={t('shell.mainNavigation')} className={classes.navigation}>
      {applicant && (
        <LinkButton to="/permohonan/baru" size="sm" fullWidth leftSection={<PlusIcon size={18} />}>
          {t('nav.newTicket')}
        </LinkButton>
      )}
      <ul>
        {officer && (
          <li>
            <Link to="/kotak-masuk">
              <InboxIcon /> {t('nav.inbox')}
            </Link>
          </li>
        )}
        <li>
          <Link to="/dasbor">
            <DashboardIcon /> {t('nav.dashboard')}
          </Link>
        </li>
        <li>
          <Link to="/permohonan" activeOptions={{ exact: true, includeSearch: false }}>
            <ListIcon /> {applicant && !officer ? t('nav.myTickets') : t('nav.allTickets')}
          </Link>
        </li>
        {mayDo(user, 'recommendation.read') && (
          <li>
            <Link to="/rekomendasi" activeOptions={{ includeSearch: false }}>
              <EditIcon /> {t('nav.proposals')}
            </Link>
          </li>
        )}
        <li>
          <Link to="/aset" activeOptions={{ includeSearch: false }}>
            <AssetIcon /> {mayDo(user, 'ticket.notes.read') ? t('nav.assets') : t('nav.myAssets')}
          </Link>
        </li>
        {mayDo(user, 'ticket.notes.read') && (
          <li>
            <Link to="/pemesanan" activeOptions={{ includeSearch: false }}>
              <CalendarIcon /> {t('nav.bookings')}
            </Link>
          </li>
        )}
        {mayDo(user, 'information.read') && (
          <li>
            <Link to="/informasi-publik" activeOptions={{ includeSearch: false }}>
              <RegisterIcon /> {t('nav.information')}
            </Link>
          </li>
        )}
        <li>
          <Link to="/layanan">
            <ServicesIcon /> {t('nav.services')}
          </Link>
        </li>
        {mayDo(user, 'agenda.read') && (
          <li>
            <Link to="/buku-agenda">
              <ListIcon /> {t('nav.agenda')}
            </Link>
          </li>
        )}
        {mayDo(user, 'catalogue.read') && (
          <li>
            <Link to="/admin/layanan">
              <EditIcon /> {t('nav.catalogueAdmin')}
            </Link>
          </li>
        )}
        {mayDo(user, 'calendar.manage') && (
          <li>
            <Link to="/admin/kalender">
              <CalendarIcon /> {t('nav.calendar')}
            </Link>
          </li>
        )}
        {mayDo(user, 'resource.manage') && (
          <li>
            <Link to="/admin/sumber-daya">
              <CalendarIcon /> {t('nav.resources')}
            </Link>
          </li>
        )}
        {mayDo(user, 'user.read') && (
          <li>
            <Link to="/admin/orang">
              <PersonIcon /> {t('nav.people')}
            </Link>
          </li>
        )}
        {mayDo(user, 'user.read') && (
          <li>
            <Link to="/admin/instansi">
              <RegisterIcon /> {t('nav.agencies')}
            </Link>
          </li>
        )}
        {mayDo(user, 'setting.manage') && (
          <li>
            <Link to="/admin/pengaturan">
              <SettingsIcon /> {t('nav.settings')}
            </Link>
          </li>
        )}
        {mayDo(user, 'setting.manage') && (
          <li>
            <Link to="/admin/keamanan">
              <SettingsIcon /> {t('nav.signInRules')}
            </Link>
          </li>
        )}
        {mayDo(user, 'recommendation.settings.read') && (
          <li>
            <Link to="/admin/spbe">
              <SettingsIcon /> {t('nav.proposalSettings')}
            </Link>
          </li>
        )}
        {mayDo(user, 'audit.read') && (
          <>
            <li>
              <Link to="/admin/audit" activeOptions={{ includeSearch: false }}>
                <ListIcon /> {t('nav.audit')}
              </Link>
            </li>
            <li>
              <Link to="/admin/kewenangan">
                <RegisterIcon /> {t('nav.permissions')}
              </Link>
            </li>
          </>
        )}
        {mayDo(user, 'api_key.read') && (
          <li>
            <Link to="/admin/kunci-api">
              <SettingsIcon /> {t('nav.apiKeys')}
            </Link>
          </li>
        )}
        {mayDo(user, 'privacy.read') && (
          <li>
            <Link to="/admin/privasi">
              <RegisterIcon /> {t('nav.privacy')}
            </Link>
          </li>
        )}
        {mayDo(user, 'delegation.read') && (
          <li>
            <Link to="/delegasi">
              <DeputyIcon /> {t('nav.delegations')}
            </Link>
          </li>
        )}
        <li>
          <Link to="/profil">
            <PersonIcon /> {t('nav.profile')}
          </Link>
        </li>
      </ul>
    </nav>
  );
}

function Footer() {
  const { t } = useI18n();
  return (
    <footer className={`${classes.footer} no-print`}>
      <div className={classes.footerContent}>
        <div>
          <strong>{office.name}</strong>
          <br />
          {office.government}
        </div>
        <div>
          <strong>{t('shell.help')}</strong>
          <br />
          <a href={`mailto:${office.email}`}>{office.email}</a>
          <br />
          <a href={`https://wa.me/${office.whatsapp}`}>WhatsApp {office.whatsappLabel}</a>
          <br />
          {t('shell.helpHours')}
        </div>
      </div>
    </footer>
  );
}
