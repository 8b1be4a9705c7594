import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { serviceQuery } from '~/api/catalogue';
import type { Service, StandardComponent } from '~/api/types';
import { hasRole, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { LinkButton } from '~/ui/LinkButton';
import { Markdown } from '~/ui/Markdown';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { RequirementList } from '~/ui/RequirementList';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import { TimeLimitText } from '~/ui/TimeLimitText';
import { Timeline } from '~/ui/Timeline';
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
  const { t, label } = useI18n();
  const facts: [string, ReactNode][] = [
    [t('service.timeLimit'), <TimeLimitText key="limit" limit={service.time_limit} />],
    [t('service.cost'), service.cost || t('service.free')],
    [t('service.channel'), t(`service.channel.${service.channel}`)],
    [t('service.audience'), service.audience.map((who) => label('audience', who)).join(', ')],
  ];
  if (service.product) facts.push([t('service.product'), service.product]);

  return (
    <Page
      title={service.name}
      lead={service.summary}
      crumbs={[{ label: t('service.title'), link: { to: '/layanan' } }]}
      actions={<ApplyButton service={service} />}
    >
      <div className={classes.columns}>
        <div>
          {service.description && (
            <Section title={t('service.about')}>
              <Markdown>{service.description}</Markdown>
            </Section>
          )}
          {(service.requirements.length > 0 || service.prerequisites.length > 0) && (
            <Section title={t('service.requirements')}>
              <RequirementList service={service} />
            </Section>
          )}
          {service.channel !== 'external' && (
            <Section title={t('service.steps')}>
              <Timeline
                label={t('service.steps')}
                entries={service.steps.map((step) => ({
                  key: step.key,
                  title: step.name,
                  by: label('role', step.actor.role),
                  tone: 'upcoming',
                  children: step.duration && <TimeLimitText limit={step.duration} />,
                }))}
              />
            </Section>
          )}
          <Section title={t('service.standard')}>
            {service.standard ? (
              <>
                <p className={classes.quiet}>{t('service.decree', { decree: service.standard.decree })}</p>
                {service.standard.components.map((component) => (
                  <Component key={component.key} component={component} />
                ))}
              </>
            ) : (
              <p className={classes.quiet}>{t('service.noStandard')}</p>
            )}
          </Section>
        </div>
        <aside>
          <dl className={classes.facts}>
            {facts.map(([term, text]) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
          {service.external.length > 0 && (
            <Section title={t('service.related')}>
              <ul className={classes.links}>
                {service.external.map((system) => (
                  <li key={system.name}>
                    {system.url ? <a href={system.url}>{system.name}</a> : system.name}
                    {system.text && <p>{system.text}</p>}
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </aside>
      </div>
    </Page>
  );
}

/** One part of the standard, closed until it is asked for; what was corrected says so and shows what stood there. */
function Component({ component }: { component: StandardComponent }) {
  const { t } = useI18n();
  return (
    <details className={classes.component}>
      <summary>{component.title}</summary>
      <Markdown>{component.text}</Markdown>
      {component.correction && (
        <Notice tone="info">
          <p>{t('service.correctionNote', { note: component.correction })}</p>
          {component.decreed_text && <p>{t('service.decreedText', { text: component.decreed_text })}</p>}
        </Notice>
      )}
    </details>
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
