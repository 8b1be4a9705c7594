import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { unitsQuery } from '~/api/catalogue';
import type { Holder } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';

/** `Tim Teknis – Bidang Aplikasi Informatika`, after the person's name where the caller may know it. */
export function useActorName() {
  const { t, label } = useI18n();
  const { data: units } = useQuery(unitsQuery());
  return useCallback(
    ({ role, unit, unit_name, user, deputy }: Holder) => {
      const unitName = unit_name ?? units?.find(({ code }) => code === unit)?.name ?? unit;
      const person =
        user && deputy
          ? t('delegation.actsFor', {
              kind: t(`delegation.kind.${deputy.kind}`),
              deputy: deputy.name,
              principal: user.name,
            })
          : user?.name;
      return [person, label('role', role), unitName].filter(Boolean).join(' – ');
    },
    [t, label, units],
  );
}
