import { valibotResolver } from '@hookform/resolvers/valibot';
import { Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useForm } from 'react-hook-form';
import * as v from 'valibot';
import { isOutdated } from '~/api/problem';
import { returnProposal } from '~/api/recommendationOffice';
import { proposalsKey } from '~/api/recommendations';
import { ticketsKey } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { ActionForm } from '~/ui/ActionForm';
import { fieldId, inputErrors, serverErrors } from '~/ui/formErrors';
import { textSchema } from '~/ui/formSchemas';
import { Notice } from '~/ui/Notice';
import classes from './GiveBackDialog.module.css';
import { officeWords } from './officeWords';
import type { Reviewing } from './useReviewing';
import { useSubjectTitle } from './useSubjectTitle';

interface GiveBackDialogProps {
  reviewing: Reviewing;
  onDone(): void;
  onCancel(): void;
}

const form = 'kembalikan';
const longest = 2000;

/** Gives a proposal back with exactly the points that are marked to be mended: they are listed, not chosen here. */
export function GiveBackDialog({ reviewing, onDone, onCancel }: GiveBackDialogProps) {
  const { t } = useI18n();
  const w = useWords(officeWords);
  const titleOf = useSubjectTitle();
  const queryClient = useQueryClient();
  useReturnFocus();
  const { proposal, etag, subjects, reviewed } = reviewing;
  const toMend = subjects.flatMap((subject) => {
    const review = reviewed.get(subject.key);
    return review?.mark === 'to_mend' ? [{ subject, comment: review.comment }] : [];
  });
  const schema = useMemo(() => v.object({ reason: textSchema(t, w('giveBackReason'), longest) }), [t, w]);
  const { register, handleSubmit, formState } = useForm({
    resolver: valibotResolver(schema),
    defaultValues: { reason: '' },
    shouldFocusError: false,
  });
  const giving = useMutation({
    mutationFn: ({ reason }: { reason: string }) => returnProposal(proposal.id, reason, etag),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: proposalsKey }),
        queryClient.invalidateQueries({ queryKey: ticketsKey }),
      ]);
      onDone();
    },
    onError: (error) =>
      isOutdated(error) ? queryClient.invalidateQueries({ queryKey: proposalsKey }) : undefined,
  });
  const faults = inputErrors(form, formState.errors, ['reason']);
  const open = subjects.length - reviewed.size;
  return (
    <Modal
      opened
      onClose={onCancel}
      closeOnClickOutside={false}
      title={w('giveBackTitle')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {toMend.length === 0 ? (
        <Notice tone="info">{w('nothingToMend')}</Notice>
      ) : (
        <ActionForm
          summary={faults.length > 0 ? faults : serverErrors(form, giving.error, ['reason'], t)}
          attempt={formState.submitCount + giving.failureCount}
          pending={giving.isPending}
          fraction={null}
          submitLabel={w('giveBack')}
          onSubmit={handleSubmit((values) => giving.mutate(values))}
          onCancel={onCancel}
        >
          <p className={classes.text}>{w('giveBackText')}</p>
          <ul className={classes.points}>
            {toMend.map(({ subject, comment }) => (
              <li key={subject.key}>
                <strong>{titleOf(subject)}</strong>
                <span className={classes.part}> {w(`part.${subject.document}`)}</span>
                <p className={classes.comment}>{comment}</p>
              </li>
            ))}
          </ul>
          {open > 0 && <Notice tone="caution">{w('giveBackOpen', { count: open })}</Notice>}
          <Textarea
            id={fieldId(form, 'reason')}
            label={w('giveBackReason')}
            description={w('giveBackReasonHint')}
            autosize
            minRows={2}
            error={formState.errors.reason?.message}
            {...register('reason')}
          />
        </ActionForm>
      )}
    </Modal>
  );
}
