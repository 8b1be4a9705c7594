import { Button, type ButtonProps } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { deleteDraft, draftsKey } from '~/api/drafts';
import type { DraftSummary } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { describeError } from '~/ui/describeError';
import { Notice } from '~/ui/Notice';
import { draftWords } from './draftWords';

const ConfirmDialog = lazy(() =>
  import('~/ui/ConfirmDialog').then((module) => ({ default: module.ConfirmDialog })),
);

interface DeleteDraftProps extends ButtonProps {
  draft: DraftSummary;
  /** The version that is deleted may have become a newer one by saving. */
  latest?(): Promise<number>;
  onDeleted(): void;
}

/** Throws a draft away, once the person has said so twice. */
export function DeleteDraft({ draft, latest, onDeleted, ...button }: DeleteDraftProps) {
  const { t } = useI18n();
  const w = useWords(draftWords);
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const name = draft.subject || draft.service_type.name;
  const deleting = useMutation({
    mutationFn: async () => deleteDraft({ id: draft.id, version: (await latest?.()) ?? draft.version }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: [...draftsKey, 'list'] });
      onDeleted();
    },
    onSettled: () => setAsking(false),
  });
  return (
    <>
      <Button
        variant="default"
        size="sm"
        {...button}
        loading={deleting.isPending}
        onClick={() => setAsking(true)}
      >
        {w('delete')}
        <span className="visually-hidden"> {name}</span>
      </Button>
      {deleting.isError && (
        <Notice tone="negative" live>
          {describeError(deleting.error, t).text}
        </Notice>
      )}
      {asking && (
        <Suspense>
          <ConfirmDialog
            opened
            title={w('deleteTitle')}
            text={w('deleteText', { name })}
            confirmLabel={w('deleteConfirm')}
            cancelLabel={t('common.cancel')}
            onConfirm={() => deleting.mutate()}
            onCancel={() => setAsking(false)}
          />
        </Suspense>
      )}
    </>
  );
}
