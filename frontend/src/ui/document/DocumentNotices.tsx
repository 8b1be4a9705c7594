import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import { Notice } from '~/ui/Notice';
import type { Json } from './json';
import type { EditedDocument } from './useDocument';

interface DocumentNoticesProps<T extends Json> {
  document: EditedDocument<T>;
  /** What is offered first when somebody else has saved in between; names the newer version. */
  outdatedAction?: ReactNode;
}

/** What has become of a document while nobody looked: restored from this browser, or saved by somebody else. */
export function DocumentNotices<T extends Json>({ document, outdatedAction }: DocumentNoticesProps<T>) {
  const { t, format } = useI18n();
  return (
    <>
      {document.restoredFrom && (
        <Notice
          tone="info"
          action={
            <Button variant="default" size="sm" onClick={document.discard}>
              {t('document.discard')}
            </Button>
          }
        >
          {t('document.restored', { at: format.dateTime(document.restoredFrom) })}
        </Notice>
      )}
      {document.outdated && (
        <Notice tone="caution" title={t('document.outdatedTitle')} live>
          <p>{t('document.outdated')}</p>
          <Group gap="sm" mt="xs">
            {outdatedAction}
            <Button variant="default" size="sm" onClick={document.rebase}>
              {t('document.keepMine')}
            </Button>
            <Button variant="default" size="sm" onClick={document.discard}>
              {t('document.takeTheirs')}
            </Button>
          </Group>
        </Notice>
      )}
    </>
  );
}
