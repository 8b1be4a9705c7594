import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { Brand } from './Brand';

/** The navigation on a narrow screen. */
export function MenuDrawer({ onClose, children }: { onClose(): void; children: ReactNode }) {
  const { t } = useI18n();
  useReturnFocus();
  return (
    <Drawer
      opened
      onClose={onClose}
      title={<Brand />}
      size="18rem"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {children}
    </Drawer>
  );
}
