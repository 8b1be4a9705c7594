import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { absencesQuery, beAbsent, cancelAbsence, delegationsKey } from '~/api/delegations';
import type { Absence } from '~/api/generated';
import { useI18n } from '~/i18n/I18nProvider';
import { describeError } from '~/ui/describeError';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';

const kinds = ['leave', 'official_travel', 'sick', 'other'] as const;

/** When this person is away: nobody gives them new work by name meanwhile. */
export function AbsenceSection() {
  const { t, format } = useI18n();
  const queryClient = useQueryClient();
  const list = useQuery(absencesQuery());
  const [kind, setKind] = useState<(typeof kinds)[number]>('leave');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const again = () => queryClient.invalidateQueries({ queryKey: delegationsKey });
  const announce = useMutation({
    mutationFn: beAbsent,
    onSuccess: async () => {
      setFrom('');
      setUntil('');
      await again();
    },
  });
  const cancel = useMutation({
    mutationFn: ({ id, version }: Absence) => cancelAbsence(id, version),
    onSettled: again,
  });
  const failure = announce.error ?? cancel.error;
  return (
    <Section title={t('absence.title')}>
      <Stack gap="md">
        <p>{t('absence.lead')}</p>
        {failure && (
          <Notice tone="negative" live>
            {describeError(failure, t).text}
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
        <form
          onSubmit={(event) => {
            event.preventDefault();
            announce.mutate({ kind, from, until });
          }}
        >
          <Group align="flex-end">
            <NativeSelect
              label={t('absence.kind')}
              value={kind}
              data={kinds.map((value) => ({ value, label: t(`absence.kind.${value}`) }))}
              onChange={(event) => setKind(kinds.find((k) => k === event.currentTarget.value) ?? 'leave')}
            />
            <TextInput
              type="date"
              required
              label={t('delegation.from')}
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
            <TextInput
              type="date"
              required
              label={t('delegation.until')}
              value={until}
              onChange={(event) => setUntil(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" loading={announce.isPending}>
              {t('absence.announce')}
            </Button>
          </Group>
        </form>
      </Stack>
    </Section>
  );
}
