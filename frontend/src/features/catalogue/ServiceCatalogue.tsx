import { TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { categoriesQuery, servicesQuery } from '~/api/catalogue';
import { useI18n } from '~/i18n/I18nProvider';
import { SearchIcon } from '~/ui/icons';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import { TimeLimitText } from '~/ui/TimeLimitText';
import classes from './ServiceCatalogue.module.css';

interface ServiceCatalogueProps {
  /** What stands in the field. */
  text: string;
  /** What is searched for, once typing has paused. */
  query: string;
  onTextChange(text: string): void;
  /** To ask for a service instead of reading about it; leaves out what is asked for elsewhere. */
  forApplying?: boolean;
}

/** Every service of the office in its groups, found by any word. */
export function ServiceCatalogue({ text, query, onTextChange, forApplying = false }: ServiceCatalogueProps) {
  const { t } = useI18n();
  const services = useQuery(servicesQuery(query));
  const categories = useQuery(categoriesQuery());
  const found = (services.data ?? []).filter((service) => !forApplying || service.channel !== 'external');
  const groups = Map.groupBy(found, (service) => service.category);
  const nameOf = (code: string) => categories.data?.find((category) => category.code === code)?.name ?? code;
  return (
    <>
      <TextInput
        type="search"
        label={t('service.find')}
        placeholder={t('service.findPlaceholder')}
        leftSection={<SearchIcon />}
        value={text}
        maxLength={100}
        onChange={(event) => onTextChange(event.currentTarget.value)}
        className={classes.search}
      />
      {services.isPending && <LoadingState lines={6} height={88} />}
      {services.isError && <ErrorState error={services.error} onRetry={() => services.refetch()} />}
      {services.isSuccess && categories.isFetched && (
        <>
          <p role="status" className={classes.count}>
            {t('service.found', { count: found.length })}
          </p>
          {found.length === 0 && (
            <EmptyState title={t('service.noneFound', { query })} text={t('service.noneFoundHint')} />
          )}
          {[...groups].map(([category, members]) => (
            <section key={category} aria-labelledby={`kategori-${category}`} className={classes.group}>
              <Title order={2} size="h4" id={`kategori-${category}`}>
                {nameOf(category)}
              </Title>
              <ul className={classes.cards}>
                {members.map((service) => (
                  <li key={service.code} className={classes.card}>
                    {forApplying ? (
                      <Link
                        to="/permohonan/baru/$service"
                        params={{ service: service.code }}
                        className={classes.name}
                      >
                        {service.name}
                      </Link>
                    ) : (
                      <a href={`/layanan/${service.code}`} className={classes.name}>
                        {service.name}
                      </a>
                    )}
                    <p>{service.summary}</p>
                    <p className={classes.limit}>
                      <TimeLimitText limit={service.time_limit} />
                    </p>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </>
      )}
    </>
  );
}
