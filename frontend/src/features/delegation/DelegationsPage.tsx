import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { unitsQuery } from '~/api/catalogue';
import { delegationsKey, delegationsQuery, endDelegation } from '~/api/delegations';
import type { Delegation } from '~/api/generated';
import { mayDo, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { DataTable } from '~/ui/DataTable';
import { describeError } from '~/ui/describeError';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import { AbsenceSection } from './AbsenceSection';
import { DelegationDialog } from './DelegationDialog';
import { EndDialog } from './EndDialog';

/** Who acts for whom (Plt/Plh), and when this person is away. */
export function DelegationsPage() {
  const { t, label, format } = useI18n();
  const { user } = useSession();
  const queryClient = useQueryClient();
  const list = useQuery(delegationsQuery());
  const { data: units } = useQuery(unitsQuery());
  const unitName = (code: string | undefined) => units?.find((unit) => unit.code === code)?.name ?? code;
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<Delegation | null>(null);
  const end = useMutation({
    mutationFn: ({ delegation, reason }: { delegation: Delegation; reason: string }) =>
      endDelegation(delegation.id, delegation.version, reason),
    onSettled: () => queryClient.invalidateQueries({ queryKey: delegationsKey }),
    onSuccess: () => setEnding(null),
  });
  return (
    <Page
      title={t('delegation.title')}
      lead={t('delegation.lead')}
      actions={
        mayDo(user, 'delegation.manage') && (
          <Button onClick={() => setMaking(true)}>{t('delegation.new')}</Button>
        )
      }
    >
      <Section title={t('delegation.list')}>
        {list.isPending && <LoadingState lines={4} />}
        {list.isError && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
        {list.data?.length === 0 && (
          <EmptyState title={t('delegation.empty')} text={t('delegation.emptyText')} />
        )}
        {list.data && list.data.length > 0 && (
          <DataTable
            caption={t('delegation.list')}
            rows={list.data}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'deputy',
                title: t('delegation.deputy'),
                primary: true,
                cell: ({ kind, deputy, principal }) =>
                  t('delegation.actsFor', {
                    kind: t(`delegation.kind.${kind}`),
                    deputy: deputy.name,
                    principal: principal.name,
                  }),
              },
              {
                key: 'role',
                title: t('delegation.role'),
                cell: ({ role, unit }) => [label('role', role), unitName(unit)].filter(Boolean).join(' – '),
              },
              {
                key: 'days',
                title: t('delegation.days'),
                cell: ({ from, until }) => `${format.date(from)} – ${format.date(until)}`,
              },
              { key: 'decree', title: t('delegation.decree'), cell: ({ decree }) => decree },
              {
                key: 'state',
                title: t('delegation.state'),
                cell: ({ state }) => t(`delegation.state.${state}`),
              },
              {
                key: 'actions',
                title: t('delegation.actions'),
                cell: (delegation) =>
                  delegation.allowed_actions.includes('end') && (
                    <Button
                      variant="default"
                      size="sm"
                      aria-label={`${t('delegation.end')}: ${delegation.deputy.name}`}
                      onClick={() => setEnding(delegation)}
                    >
                      {t('delegation.end')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Section>
      {mayDo(user, 'absence.own') && <AbsenceSection />}
      {making && <DelegationDialog onClose={() => setMaking(false)} />}
      {ending && (
        <EndDialog
          title={t('delegation.endTitle', { deputy: ending.deputy.name })}
          pending={end.isPending}
          error={
            end.isError && (
              <Notice tone="negative" live>
                {describeError(end.error, t).text}
              </Notice>
            )
          }
          onEnd={(reason) => end.mutate({ delegation: ending, reason })}
          onClose={() => {
            end.reset();
            setEnding(null);
          }}
        />
      )}
    </Page>
  );
}
