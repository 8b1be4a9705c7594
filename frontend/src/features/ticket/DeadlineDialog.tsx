import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { deadlineQuery } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { DataTable } from '~/ui/DataTable';
import { ErrorState, LoadingState } from '~/ui/states';

interface DeadlineDialogProps {
  number: string;
  onClose(): void;
}

/** Why the request is due then: day by day, what counted and what did not. */
export function DeadlineDialog({ number, onClose }: DeadlineDialogProps) {
  const { t, format } = useI18n();
  useReturnFocus();
  const deadline = useQuery(deadlineQuery(number));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('deadline.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {deadline.isPending && <LoadingState lines={4} />}
      {deadline.isError && <ErrorState error={deadline.error} onRetry={() => deadline.refetch()} />}
      {deadline.data && (
        <>
          <p>
            {t('deadline.text', {
              amount: deadline.data.amount,
              basis: t(`basis.${deadline.data.basis}`),
              received: format.dateTime(deadline.data.received_at),
            })}
          </p>
          <DataTable
            caption={t('deadline.title')}
            rows={deadline.data.days}
            rowKey={(day) => day.date}
            columns={[
              { key: 'date', title: t('deadline.day'), primary: true, cell: (day) => format.date(day.date) },
              {
                key: 'counted',
                title: t('deadline.counted'),
                cell: (day) =>
                  day.counted ? `${t('deadline.yes')} (${format.number(day.amount)})` : t('deadline.no'),
              },
              { key: 'reason', title: t('deadline.reason'), cell: (day) => day.reason },
            ]}
          />
        </>
      )}
    </Modal>
  );
}
