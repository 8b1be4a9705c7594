import { Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import {
  assetKindsQuery,
  assetQuery,
  assetsKey,
  correctAsset,
  registerAsset,
  type VersionedAsset,
} from '~/api/assets';
import { organisationsQuery } from '~/api/inbox';
import { ApiError, isOutdated } from '~/api/problem';
import type { Asset, AssetKind } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { Attempt } from '~/lib/attempt';
import { todayInOffice } from '~/lib/officeTime';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { DateField } from '~/ui/DateField';
import { FormErrorSummary, type SummaryItem } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { registerWords } from './words';

const form = 'catat-aset';

interface AssetDialogProps {
  /** The asset to correct; absent: one that the register does not hold yet. */
  versioned?: VersionedAsset;
  onDone(asset: Asset): void;
  onClose(): void;
}

/** All that the register holds of a delivered thing, to be registered or corrected, and why. */
export function AssetDialog({ versioned, onDone, onClose }: AssetDialogProps) {
  const { t, language } = useI18n();
  const w = useWords(registerWords);
  useReturnFocus();
  const queryClient = useQueryClient();
  const kinds = useQuery(assetKindsQuery());
  const organisations = useQuery(organisationsQuery());
  const asset = versioned?.asset;
  const attempt = useRef(new Attempt());
  const [code, setCode] = useState(asset?.kind ?? '');
  const [ticket, setTicket] = useState('');
  const [values, setValues] = useState<Record<string, string>>(asset?.fields ?? {});
  const [facts, setFacts] = useState({
    organisation_id: asset?.organisation.id ?? '',
    delivered_on: asset?.delivered_on ?? '',
    expires_on: asset?.expires_on ?? '',
    reason: '',
  });
  const set = (part: Partial<typeof facts>) => setFacts((now) => ({ ...now, ...part }));
  const kind = kinds.data?.find((one) => one.code === code);
  const saving = useMutation({
    mutationFn: () => {
      const { expires_on, ...known } = facts;
      const said = { ...known, fields: fieldsOf(kind, values), ...(expires_on && { expires_on }) };
      if (versioned) return correctAsset(versioned, said);
      const input = { ...said, kind: code, ...(ticket && { ticket }) };
      return registerAsset(input, attempt.current.keyFor(JSON.stringify(input)));
    },
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: assetsKey });
      onDone(saved);
    },
    onError: (error) =>
      versioned && isOutdated(error)
        ? queryClient.invalidateQueries({ queryKey: assetQuery(versioned.asset.id).queryKey })
        : undefined,
  });
  const labels: Record<string, string> = {
    kind: w('kind'),
    organisation_id: w('owner'),
    delivered_on: w('delivered'),
    expires_on: w('expires'),
    ticket: w('fromTicket'),
    reason: w('reason'),
    ...Object.fromEntries((kind?.fields ?? []).map(({ key, label }) => [key, label[language]])),
  };
  const faults = (): SummaryItem[] => {
    const { error } = saving;
    if (!(error instanceof ApiError) || error.fields.length === 0) return serverErrors(form, error, [], t);
    return error.fields.map(({ pointer, detail }) => {
      const key = pointer.split('/').at(-1) ?? '';
      return { fieldId: fieldId(form, key), text: [labels[key], detail].filter(Boolean).join(': ') };
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      title={asset ? w('correct') : w('register')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          <FormErrorSummary items={faults()} attempt={saving.failureCount} />
          <p>{asset ? w('correct.text') : w('register.text')}</p>
          {!asset && (
            <NativeSelect
              id={fieldId(form, 'kind')}
              label={w('kind')}
              required
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              data={[
                { value: '', label: w('choose') },
                ...(kinds.data ?? []).map((one) => ({ value: one.code, label: one.label[language] })),
              ]}
            />
          )}
          <NativeSelect
            id={fieldId(form, 'organisation_id')}
            label={w('owner')}
            required
            value={facts.organisation_id}
            onChange={(event) => set({ organisation_id: event.currentTarget.value })}
            data={[
              { value: '', label: w('choose') },
              ...(organisations.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          {kind && (
            <Fields
              kind={kind}
              values={values}
              onChange={(key, value) => setValues((now) => ({ ...now, [key]: value }))}
            />
          )}
          <DateField
            id={fieldId(form, 'delivered_on')}
            label={w('delivered')}
            required
            max={todayInOffice()}
            value={facts.delivered_on}
            onChange={(event) => set({ delivered_on: event.currentTarget.value })}
          />
          <DateField
            id={fieldId(form, 'expires_on')}
            label={`${w('expires')} ${t('common.optional')}`}
            description={w('expiresHint')}
            min={facts.delivered_on || undefined}
            value={facts.expires_on}
            onChange={(event) => set({ expires_on: event.currentTarget.value })}
          />
          {!asset && (
            <TextInput
              id={fieldId(form, 'ticket')}
              label={`${w('fromTicket')} ${t('common.optional')}`}
              description={w('ticketHint')}
              maxLength={40}
              value={ticket}
              onChange={(event) => setTicket(event.currentTarget.value.trim())}
            />
          )}
          <Textarea
            id={fieldId(form, 'reason')}
            label={w('reason')}
            description={w('reasonHint')}
            required
            autosize
            minRows={2}
            maxLength={2000}
            value={facts.reason}
            onChange={(event) => set({ reason: event.currentTarget.value })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={saving.isPending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={saving.isPending}>
              {w('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** The values of the kind's own fields: those typed for another kind are left behind. */
const fieldsOf = (kind: AssetKind | undefined, values: Record<string, string>) =>
  Object.fromEntries((kind?.fields ?? []).map(({ key }) => [key, values[key] ?? '']));

interface FieldsProps {
  kind: AssetKind;
  values: Readonly<Record<string, string>>;
  onChange(key: string, value: string): void;
}

function Fields({ kind, values, onChange }: FieldsProps) {
  const { language } = useI18n();
  const w = useWords(registerWords);
  return kind.fields.map(({ key, label, hint, options, required, most }) => {
    const common = {
      id: fieldId(form, key),
      label: label[language],
      description: hint?.[language],
      value: values[key] ?? '',
      required,
    };
    return options && options.length > 0 ? (
      <NativeSelect
        key={key}
        {...common}
        onChange={(event) => onChange(key, event.currentTarget.value)}
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
        onChange={(event) => onChange(key, event.currentTarget.value)}
      />
    );
  });
}
