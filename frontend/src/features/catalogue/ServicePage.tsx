import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { serviceQuery } from '~/api/catalogue';
import type { Service } from '~/api/types';
import { hasRole, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { LinkButton } from '~/ui/LinkButton';
import { Page } from '~/ui/Page';
import { ServiceDetails } from '~/ui/ServiceDetails';
import { ErrorState, LoadingState } from '~/ui/states';
import classes from './ServicePage.module.css';

const route = getRouteApi('/layanan/$code');

/** What a service is, who may ask, what to bring, how long it takes, and its decreed standard. */
export function ServicePage() {
  const { t } = useI18n();
  const { code } = route.useParams();
  const service = useQuery(serviceQuery(code));
  if (service.isPending) {
    return (
      <Page title={t('common.loading')}>
        <LoadingState lines={4} height={120} />
      </Page>
    );
  }
  if (service.isError) {
    return (
      <Page title={t('service.title')}>
        <ErrorState error={service.error} onRetry={() => service.refetch()} />
      </Page>
    );
  }
  return <ServiceContent service={service.data} />;
}

function ServiceContent({ service }: { service: Service }) {
  const { t } = useI18n();
  return (
    <Page
      title={service.name}
      lead={service.summary}
      crumbs={[{ label: t('service.title'), link: { to: '/layanan' } }]}
      actions={<ApplyButton service={service} />}
    >
      <ServiceDetails service={service} />
    </Page>
  );
}

function ApplyButton({ service }: { service: Service }) {
  const { t } = useI18n();
  const { user } = useSession();
  if (service.channel === 'external') {
    const site = service.external.find((system) => system.url);
    return site ? (
      <Button component="a" href={site.url}>
        {t('service.openExternal')}
      </Button>
    ) : (
      <span className={classes.quiet}>{t('service.external')}</span>
    );
  }
  if (!user) {
    return (
      <LinkButton to="/masuk" search={{ kembali: `/permohonan/baru/${service.code}` }}>
        {t('service.signInToApply')}
      </LinkButton>
    );
  }
  if (!hasRole(user, 'applicant')) return null;
  return (
    <LinkButton to="/permohonan/baru/$service" params={{ service: service.code }}>
      {t('service.apply')}
    </LinkButton>
  );
}
