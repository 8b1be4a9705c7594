import { Button } from '@mantine/core';
import { useI18n } from '~/i18n/I18nProvider';
import { Page } from '~/ui/Page';

export function NotFoundPage() {
  const { t } = useI18n();
  return (
    <Page title={t('error.pageNotFoundTitle')} lead={t('error.pageNotFound')} narrow>
      <Button component="a" href="/">
        {t('shell.home')}
      </Button>
    </Page>
  );
}

/** A fault of the program, or a chunk that could not be loaded after a new version came out. */
export function CrashPage() {
  const { t } = useI18n();
  return (
    <Page title={t('error.crashTitle')} lead={t('error.crash')} narrow>
      <Button onClick={() => location.reload()}>{t('error.reload')}</Button>
    </Page>
  );
}
