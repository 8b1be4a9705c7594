import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useBlocker, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { discardUpload, submitRequest, ticketQuery, ticketsKey, uploadAhead } from '~/api/tickets';
import type { Attachment, Service } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { Attempt } from '~/lib/attempt';
import type { Uploads } from '~/ui/form/formContext';
import type { Form } from '~/ui/form/types';
import { type RequestContent, type RequestExtras, RequestForm } from './RequestForm';

const ConfirmDialog = lazy(() =>
  import('~/ui/ConfirmDialog').then((module) => ({ default: module.ConfirmDialog })),
);

interface FormRequestProps {
  service: Service & { form: Form };
  asset: string | undefined;
}

/** A request of a service with a form, from the first word to its sending. */
export function FormRequest({ service, asset }: FormRequestProps) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const attempt = useRef(new Attempt());
  const [content, setContent] = useState<RequestContent>({ subject: '', answers: {} });
  const [attachments, setAttachments] = useState<readonly Attachment[]>([]);
  const [checking, setChecking] = useState(false);
  const uploads = useMemo(
    (): Uploads => ({
      files: new Map(attachments.map((file) => [file.id, file])),
      send: async (file, pointer, onProgress) => {
        const kind = pointer === '/letter' ? 'request_letter' : 'supporting';
        const sent = await uploadAhead(file, kind, onProgress);
        setAttachments((now) => [...now, sent]);
        return sent;
      },
      remove: (id) => {
        setAttachments((now) => now.filter((file) => file.id !== id));
        void discardUpload(id);
      },
    }),
    [attachments],
  );
  const sending = useMutation({
    mutationFn: ({ answers, heldBefore, asset: about }: RequestExtras) => {
      const body = {
        service_type: service.code,
        subject: content.subject.trim(),
        answers: { ...answers },
        attachments: attachments.map(({ id }) => id),
        held_before: heldBefore,
        ...(about && { asset_id: about.id, asset_wish: about.wish }),
      };
      return submitRequest(body, attempt.current.keyFor(JSON.stringify(body)));
    },
    onSuccess: async (sent) => {
      const { number } = sent.ticket;
      queryClient.setQueryData(ticketQuery(number).queryKey, sent);
      void queryClient.invalidateQueries({ queryKey: ticketsKey, refetchType: 'none' });
      await navigate({
        to: '/permohonan/$number/terkirim',
        params: { number },
        replace: true,
        ignoreBlocker: true,
      });
    },
  });
  const typed = content.subject !== '' || Object.keys(content.answers).length > 0 || attachments.length > 0;
  const blocker = useBlocker({
    shouldBlockFn: () => typed && !sending.isSuccess,
    enableBeforeUnload: () => typed && !sending.isSuccess,
    withResolver: true,
  });
  return (
    <>
      <RequestForm
        service={service}
        content={content}
        attachments={attachments}
        onChange={setContent}
        uploads={uploads}
        asset={asset}
        status={null}
        checking={checking}
        onChecking={setChecking}
        onSend={(extras) => sending.mutate(extras)}
        sending={sending.isPending || sending.isSuccess}
        failure={{ error: sending.error, count: sending.failureCount }}
      />
      {blocker.status === 'blocked' && (
        <Suspense>
          <ConfirmDialog
            opened
            title={t('new.leaveTitle')}
            text={t('new.leaveText')}
            confirmLabel={t('new.leave')}
            cancelLabel={t('new.stay')}
            onConfirm={() => blocker.proceed()}
            onCancel={() => blocker.reset()}
          />
        </Suspense>
      )}
    </>
  );
}
