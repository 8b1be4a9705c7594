import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ticketsKey, unmaskAnswers } from '~/api/tickets';
import type { Ticket, TicketEvent } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { AnswerChanges } from '~/ui/form/AnswerChanges';
import { AnswerList } from '~/ui/form/AnswerList';
import { isGroup } from '~/ui/form/check';
import type { Form } from '~/ui/form/types';
import { useFindings } from '~/ui/form/useFindings';
import { Notice } from '~/ui/Notice';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { Section } from '~/ui/Section';
import { ErrorState } from '~/ui/states';
import classes from './Draft.module.css';
import { draftWords } from './draftWords';

interface AnswersSectionProps {
  ticket: Ticket;
  /** The form under which the request was filed. */
  form: Form;
  events: readonly TicketEvent[];
  /** Officers also see what is unusual in the answers. */
  withWarnings: boolean;
}

/** What the request asks for; and what was changed when it was mended. */
export function AnswersSection({ ticket, form, events, withWarnings }: AnswersSectionProps) {
  const { format } = useI18n();
  const w = useWords(draftWords);
  const files = useMemo(
    () => new Map(ticket.attachments.map((file) => [file.id, file])),
    [ticket.attachments],
  );
  const queryClient = useQueryClient();
  const whole = useMutation({
    mutationFn: (reason?: string) => unmaskAnswers(ticket.number, reason),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...ticketsKey, 'events', ticket.number] }),
  });
  const [asking, setAsking] = useState(false);
  const answers = { ...ticket.answers, ...whole.data };
  const { warnings } = useFindings({ form, name: 'isian', answers, files });
  const mended = events.findLast(({ data }) => isGroup(data.answers_before));
  const before = mended && isGroup(mended.data.answers_before) ? mended.data.answers_before : {};
  return (
    <Section title={w('answers')}>
      {(ticket.masked || ticket.may_unmask) && (
        <div className={classes.notice}>
          {!whole.data && (
            <Notice
              tone="info"
              action={
                ticket.may_unmask && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    loading={whole.isPending}
                    onClick={() => (ticket.unmask_with_reason ? setAsking(true) : whole.mutate(undefined))}
                  >
                    {w('unmask')}
                  </Button>
                )
              }
            >
              {w(ticket.unmask_with_reason ? 'maskedClosed' : ticket.may_unmask ? 'maskedHere' : 'masked')}
            </Notice>
          )}
          {whole.data && (
            <Notice tone="info" live>
              {w(ticket.unmask_with_reason ? 'unmaskedClosed' : 'unmasked')}
            </Notice>
          )}
        </div>
      )}
      {whole.isError && !asking && (
        <ErrorState error={whole.error} onRetry={() => whole.mutate(whole.variables)} />
      )}
      {asking && (
        <ReasonDialog
          title={w('unmaskTitle')}
          text={w('unmaskText')}
          label={w('unmaskReason')}
          act={whole.mutateAsync}
          onDone={() => setAsking(false)}
          onClose={() => setAsking(false)}
        />
      )}
      <AnswerList form={form} answers={answers} files={files} {...(withWarnings && { warnings })} />
      {mended && Object.keys(before).length > 0 && (
        <details className={classes.changes}>
          <summary>
            {w('changes')} ({format.shortDate(mended.at)})
          </summary>
          <AnswerChanges
            form={form}
            before={{ ...ticket.answers, ...before }}
            after={ticket.answers}
            files={files}
          />
        </details>
      )}
    </Section>
  );
}
