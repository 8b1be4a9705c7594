import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { unitsQuery } from '~/api/catalogue';
import type { Holder } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';

/** `Tim Teknis – Bidang Aplikasi Informatika`, after the person's name where the caller may know it. */
export function useActorName() {
  const { label } = useI18n();
  const { data: units } = useQuery(unitsQuery());
  return useCallback(
    ({ role, unit, unit_name, user }: Holder) => {
      const unitName = unit_name ?? units?.find(({ code }) => code === unit)?.name ?? unit;
      return [user?.name, label('role', role), unitName].filter(Boolean).join(' – ');
    },
    [label, units],
  );
}
