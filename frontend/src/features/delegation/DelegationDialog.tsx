import { valibotResolver } from '@hookform/resolvers/valibot';
import { Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import * as v from 'valibot';
import { unitsQuery } from '~/api/catalogue';
import { colleaguesQuery, delegate, delegationsKey } from '~/api/delegations';
import type { Colleague } from '~/api/generated';
import { mayDo, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { DateField } from '~/ui/DateField';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, inputErrors, serverErrors } from '~/ui/formErrors';
import { textSchema } from '~/ui/formSchemas';
import { ErrorState, LoadingState } from '~/ui/states';

/** Appoints a deputy: for a role of one's own, or as an admin for anybody's. */
export function DelegationDialog({ onClose }: { onClose(): void }) {
  const { t } = useI18n();
  const colleagues = useQuery(colleaguesQuery());
  useReturnFocus();
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      size="lg"
      title={t('delegation.new')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {colleagues.isPending && <LoadingState lines={5} />}
      {colleagues.isError && <ErrorState error={colleagues.error} onRetry={() => colleagues.refetch()} />}
      {colleagues.data && <DelegationForm colleagues={colleagues.data} onClose={onClose} />}
    </Modal>
  );
}

/** A role with its unit, as the value of an option. */
const keyOf = ({ role, unit }: Colleague['roles'][number]) => [role, unit].filter(Boolean).join('/');

const fields = ['principal', 'role', 'deputy', 'kind', 'from', 'until', 'decree', 'reason'] as const;

function DelegationForm({ colleagues, onClose }: { colleagues: Colleague[]; onClose(): void }) {
  const { t, label } = useI18n();
  const { user } = useSession();
  const queryClient = useQueryClient();
  const { data: units } = useQuery(unitsQuery());
  const unitName = (code: string | undefined) => units?.find((unit) => unit.code === code)?.name ?? code;
  const forOthers = mayDo(user, 'user.manage');
  const schema = useMemo(
    () =>
      v.object({
        principal: textSchema(t, t('delegation.principal'), 40),
        role: textSchema(t, t('delegation.role'), 80),
        deputy: textSchema(t, t('delegation.deputy'), 40),
        kind: v.picklist(['plh', 'plt']),
        from: textSchema(t, t('delegation.from'), 10),
        until: textSchema(t, t('delegation.until'), 10),
        decree: textSchema(t, t('delegation.decree'), 160),
        reason: textSchema(t, t('delegation.reason'), 1000),
      }),
    [t],
  );
  const form = useForm({
    resolver: valibotResolver(schema),
    shouldFocusError: false,
    defaultValues: {
      principal: forOthers ? '' : (user?.id ?? ''),
      role: '',
      deputy: '',
      kind: 'plh' as 'plh' | 'plt',
      from: '',
      until: '',
      decree: '',
      reason: '',
    },
  });
  const { register, control, formState } = form;
  const principal = useWatch({ control, name: 'principal' });
  const roles = colleagues.find(({ id }) => id === principal)?.roles ?? [];
  const save = useMutation({
    mutationFn: delegate,
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: delegationsKey });
      onClose();
    },
  });
  const problems = inputErrors('delegation', formState.errors, fields);
  const named = ({ id, name, position }: Colleague) => ({
    value: id,
    label: position ? `${name} – ${position}` : name,
  });
  const empty = { value: '', label: t('delegation.choose'), disabled: true };
  const field = (name: (typeof fields)[number]) => ({
    id: fieldId('delegation', name),
    error: formState.errors[name]?.message,
    ...register(name),
  });
  return (
    <form
      noValidate
      onSubmit={form.handleSubmit(({ principal, role, deputy, ...rest }) => {
        const held = roles.find((one) => keyOf(one) === role);
        if (!held) throw new RangeError(`no role ${role}`);
        save.mutate({ ...rest, ...held, principal_id: principal, deputy_id: deputy });
      })}
    >
      <Stack gap="md">
        <FormErrorSummary
          items={
            problems.length > 0
              ? problems
              : serverErrors('delegation', save.error, fields, t, {
                  principal_id: 'principal',
                  deputy_id: 'deputy',
                  unit: 'role',
                })
          }
          attempt={formState.submitCount + save.failureCount}
        />
        {forOthers && (
          <NativeSelect
            label={t('delegation.principal')}
            data={[empty, ...colleagues.map(named)]}
            {...field('principal')}
          />
        )}
        <NativeSelect
          label={t('delegation.role')}
          data={[
            empty,
            ...roles.map(({ role, unit }) => ({
              value: keyOf({ role, ...(unit && { unit }) }),
              label: [label('role', role), unitName(unit)].filter(Boolean).join(' – '),
            })),
          ]}
          {...field('role')}
        />
        <NativeSelect
          label={t('delegation.deputy')}
          data={[empty, ...colleagues.filter(({ id }) => id !== principal).map(named)]}
          {...field('deputy')}
        />
        <NativeSelect
          label={t('delegation.kind')}
          data={[
            { value: 'plh', label: t('delegation.kindLong.plh') },
            { value: 'plt', label: t('delegation.kindLong.plt') },
          ]}
          {...field('kind')}
        />
        <DateField label={t('delegation.from')} {...field('from')} />
        <DateField label={t('delegation.until')} {...field('until')} />
        <TextInput label={t('delegation.decree')} {...field('decree')} />
        <Textarea label={t('delegation.reason')} autosize minRows={2} {...field('reason')} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('delegation.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
