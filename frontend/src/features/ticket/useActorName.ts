import { useCallback } from 'react';
import type { Holder } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';

/** `Tim Teknis – Bidang Aplikasi Informatika`, with the person's name where it is known. */
export function useActorName() {
  const { label } = useI18n();
  return useCallback(
    ({ role, unit, user }: Holder) =>
      [user?.name, label('role', role), unit?.name].filter((part) => part !== undefined).join(' – '),
    [label],
  );
}
