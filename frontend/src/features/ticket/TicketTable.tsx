import { Link } from '@tanstack/react-router';
import { attachmentFile } from '~/api/tickets';
import type { TicketSummary } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { type Column, DataTable } from '~/ui/DataTable';
import { DownloadButton } from '~/ui/DownloadButton';
import { StatusBadge } from '~/ui/StatusBadge';
import classes from './TicketTable.module.css';

interface TicketTableProps {
  caption: string;
  rows: readonly TicketSummary[];
  /** Officers see whose request it is. */
  withApplicant: boolean;
}

/** Requests as M2 wants them: number, service, status, date, letter. */
export function TicketTable({ caption, rows, withApplicant }: TicketTableProps) {
  const { t, format } = useI18n();
  const columns: Column<TicketSummary>[] = [
    {
      key: 'number',
      title: t('tickets.number'),
      primary: true,
      cell: (ticket) => <TicketLink ticket={ticket} />,
    },
    { key: 'service', title: t('tickets.service'), cell: (ticket) => ticket.service_type.name },
    {
      key: 'status',
      title: t('tickets.status'),
      cell: (ticket) => <StatusBadge {...ticket} />,
    },
    {
      key: 'date',
      title: t('tickets.date'),
      oneLine: true,
      cell: (ticket) => format.shortDate(ticket.submitted_at),
    },
    {
      key: 'letter',
      title: t('tickets.letter'),
      cell: (ticket) =>
        ticket.result_letter && (
          <DownloadButton
            file={attachmentFile(ticket.result_letter)}
            size="compact-sm"
            variant="light"
            aria-label={t('tickets.downloadLetterOf', { number: ticket.number })}
          >
            {t('common.download')}
          </DownloadButton>
        ),
    },
  ];
  if (withApplicant) {
    columns.splice(2, 0, {
      key: 'applicant',
      title: t('tickets.applicant'),
      cell: (ticket) => ticket.organisation?.name ?? ticket.applicant.name,
    });
  }
  return <DataTable caption={caption} columns={columns} rows={rows} rowKey={(ticket) => ticket.number} />;
}

/** The number leads to the request; under it, what it is about. */
export function TicketLink({ ticket }: { ticket: TicketSummary }) {
  return (
    <>
      <Link to="/permohonan/$number" params={{ number: ticket.number }} className={classes.number}>
        {ticket.number}
      </Link>
      <div className={classes.subject}>{ticket.subject}</div>
    </>
  );
}
