import { Link } from '@tanstack/react-router';
import { useI18n } from '~/i18n/I18nProvider';
import { office } from '~/lib/office';
import { Page } from '~/ui/Page';
import { SignInForm } from './SignInForm';
import classes from './SignInPage.module.css';

/** Signing in; the route's guard leads on to where the person wanted to go as soon as the session is there. */
export function SignInPage() {
  const { t } = useI18n();
  return (
    <div className={classes.column}>
      <Page title={t('signIn.title')} lead={t('signIn.lead')} narrow>
        <div className={classes.card}>
          <SignInForm />
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
