import { Title } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { office } from '~/lib/office';
import { useUrlText } from '~/lib/useUrlText';
import { LinkButton } from '~/ui/LinkButton';
import classes from './LandingPage.module.css';
import { ServiceCatalogue } from './ServiceCatalogue';

const route = getRouteApi('/');

/** What a visitor meets first: what this is, the services, how it works, whom to ask. */
export function LandingPage() {
  const { t } = useI18n();
  const { user } = useSession();
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useUrlText(q, (next) =>
    navigate({ search: { q: next }, replace: true, resetScroll: false }),
  );
  const steps = [
    [t('landing.how1'), t('landing.how1Text')],
    [t('landing.how2'), t('landing.how2Text')],
    [t('landing.how3'), t('landing.how3Text')],
  ];
  return (
    <>
      <title>{`${office.product} – ${office.shortName}`}</title>
      <div className={classes.hero}>
        <div className={classes.inner}>
          <p className={classes.service}>{office.serviceName}</p>
          <h1>{t('landing.title')}</h1>
          <p className={classes.lead}>{t('landing.lead')}</p>
          <LinkButton to={user ? '/dasbor' : '/masuk'} size="lg" color="white" c="office.8" variant="white">
            {user ? t('landing.toDashboard') : t('landing.signIn')}
          </LinkButton>
        </div>
      </div>
      <div className={classes.inner}>
        <section aria-labelledby="katalog">
          <Title order={2} id="katalog" className={classes.title}>
            {t('landing.catalogue')}
          </Title>
          <ServiceCatalogue text={text} query={q ?? ''} onTextChange={setText} />
        </section>
        <section aria-labelledby="cara-kerja" className={classes.how}>
          <Title order={2} id="cara-kerja">
            {t('landing.howTitle')}
          </Title>
          <ol>
            {steps.map(([title, text]) => (
              <li key={title}>
                <strong>{title}</strong>
                <p>{text}</p>
              </li>
            ))}
          </ol>
        </section>
        <section aria-labelledby="bantuan" className={classes.contact}>
          <Title order={2} size="h3" id="bantuan">
            {t('landing.contactTitle')}
          </Title>
          <p>{t('landing.contactText')}</p>
          <p>
            <a href={`https://wa.me/${office.whatsapp}`}>WhatsApp {office.whatsappLabel}</a> ·{' '}
            <a href={`mailto:${office.email}`}>{office.email}</a>
          </p>
        </section>
      </div>
    </>
  );
}
