import { getRouteApi } from '@tanstack/react-router';
import { useI18n } from '~/i18n/I18nProvider';
import { useUrlText } from '~/lib/useUrlText';
import { Page } from '~/ui/Page';
import { ServiceCatalogue } from './ServiceCatalogue';

const route = getRouteApi('/layanan');

export function ServicesPage() {
  const { t } = useI18n();
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useUrlText(q, (next) =>
    navigate({ search: { q: next }, replace: true, resetScroll: false }),
  );
  return (
    <Page title={t('service.title')} lead={t('service.lead')}>
      <ServiceCatalogue text={text} query={q ?? ''} onTextChange={setText} />
    </Page>
  );
}
