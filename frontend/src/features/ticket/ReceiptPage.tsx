import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { receiptFile, requestFormFile, ticketQuery } from '~/api/tickets';
import type { Ticket } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { CopyButton } from '~/ui/CopyButton';
import { DownloadButton } from '~/ui/DownloadButton';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import classes from './ReceiptPage.module.css';

const route = getRouteApi('/signed-in/permohonan/$number/terkirim');

/** What the applicant holds in hand after sending: the number, and until when. */
export function ReceiptPage() {
  const { t } = useI18n();
  const { number } = route.useParams();
  const found = useQuery(ticketQuery(number));
  return (
    <Page title={t('receipt.title')} narrow>
      {found.isPending && <LoadingState lines={3} height={72} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => found.refetch()} />}
      {found.data && <Receipt ticket={found.data.ticket} />}
    </Page>
  );
}

function Receipt({ ticket }: { ticket: Ticket }) {
  const { t, format } = useI18n();
  return (
    <>
      <Notice tone="positive">{t('receipt.text')}</Notice>
      <div className={classes.receipt}>
        <dl>
          <div className={classes.number}>
            <dt>{t('receipt.number')}</dt>
            <dd>{ticket.number}</dd>
          </div>
          <div>
            <dt>{t('tickets.service')}</dt>
            <dd>{ticket.service_type.name}</dd>
          </div>
          <div>
            <dt>{t('tickets.subject')}</dt>
            <dd>{ticket.subject}</dd>
          </div>
          <div>
            <dt>{t('receipt.submitted')}</dt>
            <dd>{format.dateTime(ticket.submitted_at)}</dd>
          </div>
          <div>
            <dt>{t('receipt.due')}</dt>
            <dd>{ticket.due_at ? format.dateTime(ticket.due_at) : t('timeLimit.none')}</dd>
          </div>
        </dl>
        <Group className="no-print">
          <CopyButton value={ticket.number} label={t('receipt.copyNumber')} />
          <DownloadButton file={receiptFile(ticket.number)} variant="default">
            {t('ticket.downloadReceipt')}
          </DownloadButton>
          <DownloadButton file={requestFormFile(ticket.number)} variant="default">
            {t('ticket.downloadForm')}
          </DownloadButton>
          <Button variant="default" onClick={() => print()}>
            {t('common.print')}
          </Button>
        </Group>
      </div>
      <Section title={t('receipt.next')}>
        <p className={classes.next}>{t('receipt.nextText')}</p>
        <Group className="no-print">
          <LinkButton to="/permohonan/$number" params={{ number: ticket.number }}>
            {t('receipt.open')}
          </LinkButton>
          <LinkButton to="/permohonan/baru" variant="subtle">
            {t('receipt.another')}
          </LinkButton>
        </Group>
      </Section>
    </>
  );
}
