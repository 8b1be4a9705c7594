import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { allUnitsQuery, endUnit, saveUnit, type Unit, unitsKey } from '~/api/organisations';
import { mayDo, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { type Column, DataTable } from '~/ui/DataTable';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { PlusIcon } from '~/ui/icons';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import classes from './OrganisationPages.module.css';
import { organisationWords } from './words';

type Open = { kind: 'edit'; unit: Unit | null } | { kind: 'close' | 'reopen'; unit: Unit } | null;

/** The units of the office: added, renamed, closed when nothing is left there. */
export function UnitSection() {
  const w = useWords(organisationWords);
  const { format } = useI18n();
  const { user } = useSession();
  const queryClient = useQueryClient();
  const units = useQuery(allUnitsQuery());
  const [open, setOpen] = useState<Open>(null);
  const mayManage = mayDo(user, 'organisation.manage');
  const close = () => setOpen(null);
  const done = () => {
    void queryClient.invalidateQueries({ queryKey: unitsKey });
    close();
  };
  const columns: Column<Unit>[] = [
    { key: 'name', title: w('unit'), primary: true, cell: ({ name }) => name },
    { key: 'code', title: w('code'), cell: ({ code }) => code },
    {
      key: 'state',
      title: w('state'),
      cell: ({ closed_at }) => (closed_at ? w('closedOn', { date: format.date(closed_at) }) : w('open')),
    },
  ];
  if (mayManage) {
    columns.push({
      key: 'actions',
      title: w('actions'),
      cell: (unit) => (
        <div className={classes.row}>
          {unit.allowed_actions.includes('change') && (
            <Button
              size="compact-sm"
              variant="subtle"
              aria-label={w('renameUnitNamed', { name: unit.name })}
              onClick={() => setOpen({ kind: 'edit', unit })}
            >
              {w('renameUnit')}
            </Button>
          )}
          {unit.allowed_actions.includes('close') && (
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              aria-label={w('closeNamed', { name: unit.name })}
              onClick={() => setOpen({ kind: 'close', unit })}
            >
              {w('closeUnit')}
            </Button>
          )}
          {unit.allowed_actions.includes('reopen') && (
            <Button
              size="compact-sm"
              variant="subtle"
              aria-label={w('reopenNamed', { name: unit.name })}
              onClick={() => setOpen({ kind: 'reopen', unit })}
            >
              {w('reopenUnit')}
            </Button>
          )}
        </div>
      ),
    });
  }
  return (
    <Section
      title={w('units')}
      aside={
        mayManage && (
          <Button
            size="sm"
            variant="default"
            leftSection={<PlusIcon size={18} />}
            onClick={() => setOpen({ kind: 'edit', unit: null })}
          >
            {w('newUnit')}
          </Button>
        )
      }
    >
      {units.isPending && <LoadingState lines={5} />}
      {units.isError && <ErrorState error={units.error} onRetry={() => units.refetch()} />}
      {units.data && (
        <>
          <p className={classes.quiet}>{w('unitsLead')}</p>
          <DataTable caption={w('units')} columns={columns} rows={units.data} rowKey={({ code }) => code} />
        </>
      )}
      {open?.kind === 'edit' && <UnitDialog unit={open.unit} onClose={close} onDone={done} />}
      {(open?.kind === 'close' || open?.kind === 'reopen') && (
        <ReasonDialog
          label={w('reason')}
          title={w(`${open.kind}Title`, { name: open.unit.name })}
          text={w(`${open.kind}UnitText`)}
          danger={open.kind === 'close'}
          act={(reason) => endUnit(open.kind, open.unit, reason)}
          onDone={done}
          onClose={close}
        />
      )}
    </Section>
  );
}

const form = 'bidang';

function UnitDialog({ unit, onClose, onDone }: { unit: Unit | null; onClose(): void; onDone(): void }) {
  const w = useWords(organisationWords);
  const { t } = useI18n();
  useReturnFocus();
  const [code, setCode] = useState('');
  const [name, setName] = useState(unit?.name ?? '');
  const save = useMutation({ mutationFn: () => saveUnit(unit, code.trim(), name.trim()), onSuccess: onDone });
  const summary = serverErrors(form, save.error, ['code', 'name'], t);
  const fault = (field: string) => summary.find((item) => item.fieldId === fieldId(form, field))?.text;
  return (
    <Modal
      opened
      onClose={onClose}
      title={unit ? w('unitTitle') : w('newUnit')}
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
          {!unit && (
            <TextInput
              id={fieldId(form, 'code')}
              label={w('code')}
              description={w('codeHint')}
              error={fault('code')}
              maxLength={30}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
          )}
          <TextInput
            id={fieldId(form, 'name')}
            label={w('name')}
            error={fault('name')}
            maxLength={160}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={save.isPending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {unit ? w('save') : w('add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
