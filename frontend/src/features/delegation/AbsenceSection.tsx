import { valibotResolver } from '@hookform/resolvers/valibot';
import { Button, Group, NativeSelect, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useForm } from 'react-hook-form';
import * as v from 'valibot';
import { absencesQuery, beAbsent, cancelAbsence, delegationsKey } from '~/api/delegations';
import type { Absence } from '~/api/generated';
import { useI18n } from '~/i18n/I18nProvider';
import { DateField } from '~/ui/DateField';
import { describeError } from '~/ui/describeError';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, inputErrors, serverErrors } from '~/ui/formErrors';
import { textSchema } from '~/ui/formSchemas';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';

const kinds = ['leave', 'official_travel', 'sick', 'other'] as const;

/** When this person is away: nobody gives them new work by name meanwhile. */
export function AbsenceSection() {
  const { t, format } = useI18n();
  const queryClient = useQueryClient();
  const list = useQuery(absencesQuery());
  const again = () => queryClient.invalidateQueries({ queryKey: delegationsKey });
  const cancel = useMutation({
    mutationFn: ({ id, version }: Absence) => cancelAbsence(id, version),
    onSettled: again,
  });
  return (
    <Section title={t('absence.title')}>
      <Stack gap="md">
        <p>{t('absence.lead')}</p>
        {cancel.isError && (
          <Notice tone="negative" live>
            {describeError(cancel.error, t).text}
          </Notice>
        )}
        {list.isPending && <LoadingState lines={2} />}
        {list.isError && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
        {list.data && list.data.length > 0 && (
          <ul>
            {list.data.map((absence) => (
              <li key={absence.id}>
                {t('absence.entry', {
                  kind: t(`absence.kind.${absence.kind}`),
                  from: format.date(absence.from),
                  until: format.date(absence.until),
                  state: absence.cancelled_at
                    ? t('absence.cancelled')
                    : t(`delegation.state.${absence.state}`),
                })}{' '}
                {absence.allowed_actions.includes('cancel') && (
                  <Button
                    variant="subtle"
                    size="sm"
                    loading={cancel.isPending}
                    aria-label={`${t('absence.cancel')}: ${format.date(absence.from)}`}
                    onClick={() => cancel.mutate(absence)}
                  >
                    {t('absence.cancel')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        <AbsenceForm onDone={again} />
      </Stack>
    </Section>
  );
}

const fields = ['kind', 'from', 'until'] as const;

function AbsenceForm({ onDone }: { onDone(): Promise<void> }) {
  const { t } = useI18n();
  const schema = useMemo(
    () =>
      v.pipe(
        v.object({
          kind: v.picklist(kinds),
          from: textSchema(t, t('delegation.from'), 10),
          until: textSchema(t, t('delegation.until'), 10),
        }),
        v.forward(
          v.partialCheck([['from'], ['until']], ({ from, until }) => from <= until, t('absence.period')),
          ['until'],
        ),
      ),
    [t],
  );
  const { register, formState, handleSubmit, reset } = useForm({
    resolver: valibotResolver(schema),
    shouldFocusError: false,
    defaultValues: { kind: 'leave' as (typeof kinds)[number], from: '', until: '' },
  });
  const announce = useMutation({
    mutationFn: beAbsent,
    onSuccess: async () => {
      reset();
      await onDone();
    },
  });
  const problems = inputErrors('absence', formState.errors, fields);
  const field = (name: (typeof fields)[number]) => ({
    id: fieldId('absence', name),
    error: formState.errors[name]?.message,
    ...register(name),
  });
  return (
    <form noValidate onSubmit={handleSubmit((values) => announce.mutate(values))}>
      <Stack gap="md">
        <FormErrorSummary
          items={problems.length > 0 ? problems : serverErrors('absence', announce.error, fields, t)}
          attempt={formState.submitCount + announce.failureCount}
        />
        <Group align="flex-start">
          <NativeSelect
            label={t('absence.kind')}
            data={kinds.map((value) => ({ value, label: t(`absence.kind.${value}`) }))}
            {...field('kind')}
          />
          <DateField label={t('delegation.from')} {...field('from')} />
          <DateField label={t('delegation.until')} {...field('until')} />
        </Group>
        <div>
          <Button type="submit" variant="default" loading={announce.isPending}>
            {t('absence.announce')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
