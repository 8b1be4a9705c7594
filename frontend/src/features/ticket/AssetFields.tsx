import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type AssetResult, ticketAssetsQuery } from '~/api/assets';
import type { TicketAssets } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { assetWords } from '~/ui/assetWords';
import { DateField } from '~/ui/DateField';
import type { SummaryItem } from '~/ui/FormErrorSummary';
import { fieldId } from '~/ui/formErrors';
import { LoadingState } from '~/ui/states';
import classes from './AssetFields.module.css';

interface AssetFieldsProps {
  number: string;
  form: string;
  disabled: boolean;
  /** What is wrong with the form; what is about a field here stands beside it too. */
  faults: readonly SummaryItem[];
  /** The delivered thing as the API takes it: a JSON object. */
  onChange(thing: string): void;
}

/** What a request leaves in the register, written by the officer who completes it; nothing, for most services. */
export function AssetFields({ number, ...rest }: AssetFieldsProps) {
  const found = useQuery(ticketAssetsQuery(number));
  if (found.isPending) return <LoadingState lines={2} />;
  if (!found.data?.kind) return null;
  return <Fields facts={found.data} kind={found.data.kind} {...rest} />;
}

/** Where the API's errors about the delivered thing lead, as `serverErrors` takes them. */
export const assetFieldNames = ['asset', 'asset/done', 'asset/expires_on', 'asset/fields/*'];

/** What is wrong with a form, each fault of the delivered thing with the name of its field. */
export function useNamedFaults(number: string, form: string, faults: readonly SummaryItem[]): SummaryItem[] {
  const { language } = useI18n();
  const w = useWords(assetWords);
  const kind = useQuery(ticketAssetsQuery(number)).data?.kind;
  const labels = new Map([
    [fieldId(form, 'asset/expires_on'), w('expiresOn')],
    ...(kind?.fields ?? []).map(
      ({ key, label }) => [fieldId(form, `asset/fields/${key}`), label[language]] as const,
    ),
  ]);
  return faults.map((fault) => {
    const label = fault.fieldId && labels.get(fault.fieldId);
    return label ? { ...fault, text: `${label}: ${fault.text}` } : fault;
  });
}

type Done = AssetResult['done'];

function Fields({
  facts,
  kind,
  form,
  disabled,
  faults,
  onChange,
}: Omit<AssetFieldsProps, 'number'> & { facts: TicketAssets; kind: NonNullable<TicketAssets['kind']> }) {
  const { language } = useI18n();
  const w = useWords(assetWords);
  const choices: Done[] = facts.about ? ['change', 'extend', 'retire', 'none'] : ['register', 'none'];
  const [done, setDone] = useState<Done>(facts.wish || choices[0] || 'none');
  const [values, setValues] = useState<Record<string, string>>({
    ...facts.about?.fields,
    ...facts.suggested,
  });
  const [expires, setExpires] = useState('');
  const faultAt = (field: string) => faults.find((fault) => fault.fieldId === fieldId(form, field))?.text;

  useEffect(() => {
    const thing: AssetResult = { done };
    if (done !== 'none' && done !== 'retire') {
      thing.fields = values;
      if (expires) thing.expires_on = expires;
    }
    onChange(JSON.stringify(thing));
  }, [done, values, expires, onChange]);

  return (
    <fieldset id={fieldId(form, 'asset')} tabIndex={-1} className={classes.box}>
      <legend>{w('result.title')}</legend>
      <p className={classes.quiet}>
        {facts.about ? `${kind.label[language]}: ${facts.about.name}` : w('result.text')}
      </p>
      <NativeSelect
        id={fieldId(form, 'asset/done')}
        label={w('result.done')}
        value={done}
        error={faultAt('asset/done')}
        disabled={disabled}
        onChange={(event) => setDone(event.currentTarget.value as Done)}
        data={choices.map((choice) => ({ value: choice, label: w(`result.${choice}`) }))}
      />
      {(done === 'register' || done === 'change') &&
        kind.fields.map(({ key, label, hint, options, required, most }) => {
          const common = {
            id: fieldId(form, `asset/fields/${key}`),
            error: faultAt(`asset/fields/${key}`),
            label: label[language],
            description: hint?.[language],
            value: values[key] ?? '',
            required,
            disabled,
          };
          const set = (value: string) => setValues((now) => ({ ...now, [key]: value }));
          return options && options.length > 0 ? (
            <NativeSelect
              key={key}
              {...common}
              onChange={(event) => set(event.currentTarget.value)}
              data={[
                { value: '', label: w('choose') },
                ...options.map((option) => ({ value: option.value, label: option.label[language] })),
              ]}
            />
          ) : (
            <TextInput
              key={key}
              {...common}
              maxLength={most + kind.suffix.length}
              rightSectionWidth="auto"
              onChange={(event) => set(event.currentTarget.value)}
            />
          );
        })}
      {(done === 'register' || done === 'change' || done === 'extend') && (
        <DateField
          id={fieldId(form, 'asset/expires_on')}
          error={faultAt('asset/expires_on')}
          label={w('expiresOn')}
          description={done === 'register' ? w('expiresOnHint') : undefined}
          value={expires}
          required={done === 'extend'}
          disabled={disabled}
          onChange={(event) => setExpires(event.currentTarget.value)}
        />
      )}
    </fieldset>
  );
}
