import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { assetKindsQuery, assetQuery } from '~/api/assets';
import type { NewTicket } from '~/api/tickets';
import type { Service } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { assetWords } from '~/ui/assetWords';
import { RegisteredName } from '~/ui/form/RegisteredName';
import { fieldId } from '~/ui/formErrors';
import { Notice } from '~/ui/Notice';

export type Wish = NonNullable<NewTicket['asset']>['wish'];

const wishes: readonly Wish[] = ['change', 'extend', 'retire'];

interface AboutAssetProps {
  id: string;
  wish: Wish;
  onWish(wish: Wish): void;
  form: string;
  disabled: boolean;
}

/** The delivered thing that the request is about, and what is to be done to it. */
export function AboutAsset({ id, wish, onWish, form, disabled }: AboutAssetProps) {
  const w = useWords(assetWords);
  const found = useQuery(assetQuery(id));
  return (
    <>
      {found.data && (
        <Notice tone="info" title={w('about')}>
          {found.data.asset.name}
        </Notice>
      )}
      <NativeSelect
        id={fieldId(form, 'asset_id')}
        label={w('wish.label')}
        value={wish}
        disabled={disabled}
        onChange={(event) => onWish(event.currentTarget.value as Wish)}
        data={wishes.map((one) => ({ value: one, label: w(`wish.${one}`) }))}
      />
    </>
  );
}

interface RequestedNameProps {
  service: Service;
  values: Readonly<Record<string, string>>;
  onChange(values: Record<string, string>): void;
  form: string;
  disabled: boolean;
}

/** The name that is asked for, where no two may have the same, and whether it is free; nothing, for other services. */
export function RequestedName({ service, values, onChange, form, disabled }: RequestedNameProps) {
  const { language, t } = useI18n();
  const w = useWords(assetWords);
  const kinds = useQuery(assetKindsQuery());
  const kind = kinds.data?.find(({ code }) => code === service.delivers);
  const field = kind?.fields.find(({ key }) => key === kind.name);
  // Without a rule for it, a name is given by somebody else, such as a registration number.
  if (!kind?.unique || !field?.pattern) return null;
  return (
    <RegisteredName
      id={fieldId(form, 'answers')}
      kind={kind.code}
      label={`${w('requestedName')} ${t('common.optional')}`}
      description={field.hint?.[language]}
      maxLength={field.most + kind.suffix.length}
      disabled={disabled}
      value={values[kind.name] ?? ''}
      onChange={(name) => onChange({ ...values, [kind.name]: name })}
      asks
    />
  );
}
