import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Disposition } from '~/api/generated';
import {
  dispositionsQuery,
  readDisposition,
  ticketsKey,
  type VersionedTicket,
  withdrawDisposition,
} from '~/api/tickets';
import { type Translate, useI18n } from '~/i18n/I18nProvider';
import { describeError } from '~/ui/describeError';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import classes from './TicketPage.module.css';
import { useActorName } from './useActorName';

/** Who made it; a deputy with the kind of the appointment and the name of the other. */
function authorOf({ by, on_behalf_of, on_behalf_of_kind }: Disposition, t: Translate): string {
  if (!on_behalf_of) return by.name;
  if (!on_behalf_of_kind) return `${by.name} (${t('event.onBehalfOf', { name: on_behalf_of })})`;
  return t('delegation.actsFor', {
    kind: t(`delegation.kind.${on_behalf_of_kind}`),
    deputy: by.name,
    principal: on_behalf_of,
  });
}

/** The lembar disposisi on the page, with who has read it. Opening it is the recipient's read receipt. */
export function Dispositions({ versioned: { ticket, etag } }: { versioned: VersionedTicket }) {
  const { t, format } = useI18n();
  const actorName = useActorName();
  const queryClient = useQueryClient();
  const found = useQuery(dispositionsQuery(ticket.number));
  const { mutate: acknowledge } = useMutation({
    mutationFn: (id: string) => readDisposition(ticket.number, id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: dispositionsQuery(ticket.number).queryKey }),
  });
  const withdrawal = useMutation({
    mutationFn: (id: string) => withdrawDisposition(ticket.number, id, etag),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ticketsKey }),
  });
  const unread = found.data?.find(({ allowed_actions }) => allowed_actions.includes('read'))?.id;
  useEffect(() => {
    if (unread) acknowledge(unread);
  }, [unread, acknowledge]);
  if (!found.data || found.data.length === 0) return null;

  return (
    <Section title={t('dispositions.title')}>
      {withdrawal.isError && (
        <Notice tone="negative" live>
          {describeError(withdrawal.error, t).text}
        </Notice>
      )}
      <ol className={classes.sheets}>
        {found.data.map((sheet) => (
          <li key={sheet.id} data-withdrawn={sheet.withdrawn_at !== null || undefined}>
            <p className={classes.quiet}>
              {format.dateTime(sheet.at)} · {authorOf(sheet, t)} · {t(`urgency.${sheet.urgency}`)}
              {sheet.confidential && ` · ${t('dispose.confidential')}`}
              {sheet.due_on && ` · ${t('dispose.dueOn')} ${format.shortDate(sheet.due_on)}`}
            </p>
            <p className={classes.reason}>
              {[...sheet.instructions.map(({ text }) => text), sheet.instruction].filter(Boolean).join('\n')}
            </p>
            <ul>
              {sheet.recipients.map(({ role, unit, user, responsible, read_at, read_by }) => (
                <li key={`${role} ${unit ?? ''} ${user?.id ?? ''}`}>
                  {actorName({ role, ...(unit && { unit }), ...(user && { user }) })}
                  {responsible && sheet.recipients.length > 1 && ` – ${t('dispositions.responsible')}`}
                  <span className={classes.quiet}>
                    {' '}
                    {read_at
                      ? t('dispositions.read', { name: read_by?.name ?? '', at: format.dateTime(read_at) })
                      : t('dispositions.unread')}
                  </span>
                </li>
              ))}
            </ul>
            {sheet.withdrawn_at && (
              <p className={classes.quiet}>
                {t('dispositions.withdrawn', { at: format.dateTime(sheet.withdrawn_at) })}
              </p>
            )}
            {sheet.allowed_actions.includes('withdraw') && (
              <Button
                variant="default"
                size="sm"
                className="no-print"
                loading={withdrawal.isPending}
                onClick={() => withdrawal.mutate(sheet.id)}
              >
                {t('dispositions.withdraw')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
