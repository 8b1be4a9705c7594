import { Button, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Agency, type AgencyInput, agencyListQuery } from '~/api/organisations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { organisationWords } from './words';

interface AgencyFormProps {
  start: Agency | null;
  submitLabel: string;
  pending: boolean;
  error: unknown;
  attempt: number;
  readOnly?: boolean;
  onSubmit(input: AgencyInput): void;
  children?: ReactNode;
}

const form = 'instansi';
const kinds = ['agency', 'regency', 'school', 'other'] as const;

/** What an admin tells of an agency. */
export function AgencyForm(props: AgencyFormProps) {
  const { start, submitLabel, pending, error, attempt, readOnly = false, onSubmit, children } = props;
  const w = useWords(organisationWords);
  const { t } = useI18n();
  const [input, setInput] = useState<AgencyInput>({
    name: start?.name ?? '',
    short_name: start?.short_name ?? '',
    kind: start?.kind ?? 'agency',
    parent_id: start?.parent?.id ?? '',
  });
  const agencies = useQuery(agencyListQuery(undefined, 'open'));
  const summary = serverErrors(form, error, ['name', 'short_name', 'kind', 'parent_id'], t);
  const fault = (name: string) => summary.find((item) => item.fieldId === fieldId(form, name))?.text;
  const set = (part: Partial<AgencyInput>) => setInput({ ...input, ...part });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const { parent_id, ...rest } = input;
        onSubmit(parent_id ? input : rest);
      }}
    >
      <Stack>
        <FormErrorSummary items={summary} attempt={attempt} />
        <TextInput
          id={fieldId(form, 'name')}
          label={w('name')}
          description={start && !readOnly ? w('nameHint') : undefined}
          error={fault('name')}
          maxLength={200}
          readOnly={readOnly}
          value={input.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          id={fieldId(form, 'short_name')}
          label={w('shortName')}
          error={fault('short_name')}
          maxLength={60}
          readOnly={readOnly}
          value={input.short_name ?? ''}
          onChange={(event) => set({ short_name: event.currentTarget.value })}
        />
        <NativeSelect
          id={fieldId(form, 'kind')}
          label={w('kind')}
          disabled={readOnly}
          value={input.kind}
          data={kinds.map((kind) => ({ value: kind, label: w(`kind.${kind}`) }))}
          onChange={(event) => set({ kind: event.currentTarget.value as AgencyInput['kind'] })}
        />
        <NativeSelect
          id={fieldId(form, 'parent_id')}
          label={w('parent')}
          disabled={readOnly}
          error={fault('parent_id')}
          value={input.parent_id ?? ''}
          data={[
            { value: '', label: w('noParent') },
            ...(agencies.data ?? [])
              .filter(({ id, parent }) => !parent && id !== start?.id)
              .map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => set({ parent_id: event.currentTarget.value })}
        />
        {children}
        {!readOnly && (
          <div>
            <Button type="submit" loading={pending}>
              {submitLabel}
            </Button>
          </div>
        )}
      </Stack>
    </form>
  );
}
