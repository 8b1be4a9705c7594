import { useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { LinkButton } from '~/ui/LinkButton';
import { Page } from '~/ui/Page';
import { Preferences } from '~/ui/Preferences';
import { Section } from '~/ui/Section';
import { ContactSection } from './ContactSection';
import { PasswordForm } from './PasswordForm';
import classes from './ProfilePage.module.css';
import { securityWords } from './words';

/** Who one is here, how the screen looks, and one's password (M3). */
export function ProfilePage() {
  const { t, label } = useI18n();
  const w = useWords(securityWords);
  const { user } = useSession();
  if (!user) return null;
  const roles = user.roles.map(({ role, unit }) =>
    unit ? `${label('role', role)} (${unit})` : label('role', role),
  );
  const facts = [
    [t('profile.name'), user.name],
    [t('profile.username'), user.username],
    [t('profile.organisation'), user.organisation?.name ?? t('common.none')],
    [t('profile.roles'), roles.join(', ')],
  ];
  return (
    <Page
      title={t('profile.title')}
      actions={
        <>
          <LinkButton to="/profil/data-saya" variant="default">
            {w('myData')}
          </LinkButton>
          <LinkButton to="/profil/keamanan" variant="default">
            {w('link')}
          </LinkButton>
        </>
      }
      narrow
    >
      <Section title={t('profile.account')}>
        <dl className={classes.facts}>
          {facts.map(([term, text]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <p className={classes.hint}>{t('profile.accountHint')}</p>
      </Section>
      <ContactSection />
      <Section title={t('profile.preferences')}>
        <div className={classes.preferences}>
          <Preferences />
        </div>
      </Section>
      <Section title={t('password.title')}>
        <PasswordForm />
      </Section>
    </Page>
  );
}
