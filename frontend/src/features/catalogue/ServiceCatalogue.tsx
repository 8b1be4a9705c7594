import { TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { servicesQuery } from '~/api/catalogue';
import { useI18n } from '~/i18n/I18nProvider';
import { SearchIcon } from '~/ui/icons';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import { TimeLimitText } from '~/ui/TimeLimitText';
import classes from './ServiceCatalogue.module.css';
import { groupServices, searchServices } from './searchServices';

interface ServiceCatalogueProps {
  query: string;
  onQueryChange(query: string): void;
  /** To ask for a service instead of reading about it; leaves out what is asked for elsewhere. */
  forApplying?: boolean;
}

/** Every service of the office in its groups, found by any word. */
export function ServiceCatalogue({ query, onQueryChange, forApplying = false }: ServiceCatalogueProps) {
  const { t } = useI18n();
  const services = useQuery(servicesQuery());
  const offered = (services.data ?? []).filter((service) => !forApplying || service.channel !== 'external');
  const found = searchServices(offered, query);
  return (
    <>
      <TextInput
        type="search"
        label={t('landing.findService')}
        placeholder={t('landing.findPlaceholder')}
        leftSection={<SearchIcon />}
        value={query}
        onChange={(event) => onQueryChange(event.currentTarget.value)}
        className={classes.search}
      />
      {services.isPending && <LoadingState lines={6} height={88} />}
      {services.isError && <ErrorState error={services.error} onRetry={() => services.refetch()} />}
      {services.isSuccess && (
        <>
          <p role="status" className={classes.count}>
            {t('landing.found', { count: found.length })}
          </p>
          {found.length === 0 && (
            <EmptyState title={t('landing.noneFound', { query })} text={t('landing.noneFoundHint')} />
          )}
          {groupServices(found).map(([category, members]) => (
            <section
              key={category}
              aria-labelledby={`kategori-${members[0]?.code}`}
              className={classes.group}
            >
              <Title order={2} size="h4" id={`kategori-${members[0]?.code}`}>
                {category}
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
                      <Link to="/layanan/$code" params={{ code: service.code }} className={classes.name}>
                        {service.name}
                      </Link>
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
