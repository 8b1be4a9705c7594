import type { ReactNode } from 'react';
import type { Service, StandardComponent } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { Markdown } from './Markdown';
import { Notice } from './Notice';
import { RequirementList } from './RequirementList';
import { Section } from './Section';
import classes from './ServiceDetails.module.css';
import { TimeLimitText } from './TimeLimitText';
import { Timeline } from './Timeline';

/** Everything that the public reads about a service: on its page, and in the preview of a draft. */
export function ServiceDetails({ service }: { service: Service }) {
  const { t, label } = useI18n();
  const facts: [string, ReactNode][] = [
    [t('service.timeLimit'), <TimeLimitText key="limit" limit={service.time_limit} />],
    [t('service.cost'), service.cost],
    [t('service.channel'), t(`service.channel.${service.channel}`)],
    [t('service.audience'), service.audience.map((who) => label('audience', who)).join(', ')],
    [t('service.product'), service.product],
  ];

  return (
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
          {facts.map(
            ([term, text]) =>
              text && (
                <div key={term}>
                  <dt>{term}</dt>
                  <dd>{text}</dd>
                </div>
              ),
          )}
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
