import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { openIdAddress, openIdQuery } from '~/api/account';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { office } from '~/lib/office';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { SignInForm } from './SignInForm';
import classes from './SignInPage.module.css';
import { authWords } from './words';

const route = getRouteApi('/masuk');
const ends = ['ditolak', 'dua-langkah', 'gagal', 'tidak-tersedia'] as const;

/** Signing in; the route's guard leads on to where the person wanted to go as soon as the session is there. */
export function SignInPage() {
  const { t } = useI18n();
  const w = useWords(authWords);
  const { kembali, sso } = route.useSearch();
  const provider = useQuery(openIdQuery());
  const end = ends.find((one) => one === sso);
  return (
    <div className={classes.column}>
      <Page title={t('signIn.title')} lead={t('signIn.lead')} narrow>
        {end && (
          <Notice tone="negative" live>
            {w(`sso.${end}`, { name: provider.data?.name ?? '' })}
          </Notice>
        )}
        <div className={classes.card}>
          <SignInForm />
          {provider.data?.enabled && (
            <>
              <p className={classes.or}>{w('or')}</p>
              <Button component="a" href={openIdAddress(kembali ?? '')} variant="default" fullWidth>
                {w('sso.button', { name: provider.data.name })}
              </Button>
            </>
          )}
        </div>
        <p className={classes.help}>
          <Link to="/lupa-kata-sandi">{t('signIn.forgot')}</Link>
          <br />
          {t('signIn.noAccount')}
          <br />
          <a href={`mailto:${office.email}`}>{office.email}</a> ·{' '}
          <a href={`https://wa.me/${office.whatsapp}`} className={classes.whole}>
            WhatsApp {office.whatsappLabel}
          </a>
        </p>
      </Page>
    </div>
  );
}
