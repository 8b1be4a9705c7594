import {
  Button,
  Checkbox,
  Group,
  Modal,
  NativeSelect,
  NumberInput,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type NewResource,
  type Resource,
  resourceKinds,
  resourcesKey,
  resourcesQuery,
  saveResource,
} from '~/api/bookings';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { bookingWords } from '~/ui/bookingWords';
import { type Column, DataTable } from '~/ui/DataTable';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { PlusIcon } from '~/ui/icons';
import { Page } from '~/ui/Page';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import { calendarWords } from './words';

/** What can be booked, kept by admins. */
export function ResourcesPage() {
  const w = useWords(calendarWords);
  const say = useWords(bookingWords);
  const resources = useQuery(resourcesQuery(true));
  const [edited, setEdited] = useState<Resource | 'new' | null>(null);
  const columns: Column<Resource>[] = [
    { key: 'name', title: w('name'), primary: true, cell: ({ name }) => name },
    { key: 'kind', title: w('kind'), cell: ({ kind }) => say(`kind.${kind}`) },
    { key: 'buffer', title: w('buffer'), cell: ({ buffer_minutes: count }) => w('minutes', { count }) },
    { key: 'note', title: w('note'), cell: ({ note }) => note },
    { key: 'state', title: w('state'), cell: ({ closed }) => w(closed ? 'closed' : 'open') },
    {
      key: 'actions',
      title: w('actions'),
      cell: (resource) =>
        resource.allowed_actions.includes('change') && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={w('changeNamed', { name: resource.name })}
            onClick={() => setEdited(resource)}
          >
            {w('change')}
          </Button>
        ),
    },
  ];
  return (
    <Page
      title={w('resources')}
      lead={w('resourcesLead')}
      crumbs={[{ label: w('title'), link: { to: '/pemesanan' } }]}
      actions={
        <Button size="sm" leftSection={<PlusIcon size={18} />} onClick={() => setEdited('new')}>
          {w('add')}
        </Button>
      }
    >
      {resources.isPending && <LoadingState lines={4} />}
      {resources.isError && <ErrorState error={resources.error} onRetry={() => resources.refetch()} />}
      {resources.data?.length === 0 && <EmptyState title={w('noResources')} text={w('noResourcesText')} />}
      {resources.data && resources.data.length > 0 && (
        <DataTable caption={w('resources')} columns={columns} rows={resources.data} rowKey={({ id }) => id} />
      )}
      {edited && (
        <ResourceDialog resource={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Page>
  );
}

const form = 'sumber-daya';

function ResourceDialog({ resource, onClose }: { resource: Resource | null; onClose(): void }) {
  const w = useWords(calendarWords);
  const say = useWords(bookingWords);
  const { t } = useI18n();
  const queryClient = useQueryClient();
  useReturnFocus();
  const [input, setInput] = useState<NewResource>(
    resource ?? { kind: 'room', name: '', note: '', buffer_minutes: 0, closed: false },
  );
  const change = (part: Partial<NewResource>) => setInput({ ...input, ...part });
  const refresh = () => queryClient.invalidateQueries({ queryKey: resourcesKey });
  const save = useMutation({
    mutationFn: () => {
      const { kind, name, note = '', buffer_minutes, closed = false } = input;
      return saveResource(resource, { kind, name: name.trim(), note, buffer_minutes, closed });
    },
    onSuccess: async () => {
      await refresh();
      onClose();
    },
  });
  const summary = serverErrors(form, save.error, ['kind', 'name', 'buffer_minutes', 'note'], t);
  const fault = (field: string) => summary.find((item) => item.fieldId === fieldId(form, field))?.text;
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      title={resource ? w('changeTitle') : w('add')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack>
          <FormErrorSummary items={summary} attempt={save.failureCount} />
          {!resource && (
            <NativeSelect
              id={fieldId(form, 'kind')}
              label={w('kind')}
              error={fault('kind')}
              value={input.kind}
              onChange={(event) => {
                const kind = resourceKinds.find((one) => one === event.currentTarget.value);
                if (kind) change({ kind });
              }}
              data={resourceKinds.map((kind) => ({ value: kind, label: say(`kind.${kind}`) }))}
            />
          )}
          <TextInput
            id={fieldId(form, 'name')}
            label={w('name')}
            error={fault('name')}
            maxLength={160}
            value={input.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <NumberInput
            size="md"
            id={fieldId(form, 'buffer_minutes')}
            label={w('bufferLabel')}
            description={w('bufferHint')}
            error={fault('buffer_minutes')}
            min={0}
            max={480}
            step={5}
            allowDecimal={false}
            value={input.buffer_minutes}
            onChange={(value) => change({ buffer_minutes: Number(value) || 0 })}
          />
          <Textarea
            id={fieldId(form, 'note')}
            label={`${w('note')} ${t('common.optional')}`}
            error={fault('note')}
            maxLength={1000}
            autosize
            minRows={2}
            value={input.note ?? ''}
            onChange={(event) => change({ note: event.currentTarget.value })}
          />
          {resource && (
            <Checkbox
              label={w('closedLabel')}
              description={w('closedHint')}
              checked={input.closed ?? false}
              onChange={(event) => change({ closed: event.currentTarget.checked })}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={save.isPending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {resource ? w('save') : w('add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
