import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useBlocker } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { serviceQuery } from '~/api/catalogue';
import {
  draftQuery,
  draftsKey,
  removeFromDraft,
  saveDraft,
  submitDraft,
  uploadToDraft,
  type VersionedDraft,
} from '~/api/drafts';
import { ticketQuery, ticketsKey } from '~/api/tickets';
import type { Attachment, Service } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { Attempt } from '~/lib/attempt';
import { useAutosave } from '~/lib/useAutosave';
import type { Uploads } from '~/ui/form/formContext';
import type { Answers, Form } from '~/ui/form/types';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import classes from './Draft.module.css';
import { DeleteDraft } from './DeleteDraft';
import { draftWords } from './draftWords';
import { RequestForm, type RequestExtras } from './RequestForm';
import { SaveStatus } from './SaveStatus';

const ConfirmDialog = lazy(() =>
  import('~/ui/ConfirmDialog').then((module) => ({ default: module.ConfirmDialog })),
);

const route = getRouteApi('/signed-in/permohonan/draf/$id');

/** A request that is being filled in: saved while one types, continued anywhere, sent when it is complete. */
export function DraftPage() {
  const { t } = useI18n();
  const w = useWords(draftWords);
  const { id } = route.useParams();
  const draft = useQuery(draftQuery(id));
  const code = draft.data?.draft.service_type.code ?? '';
  const service = useQuery({ ...serviceQuery(code), enabled: code !== '' });
  const navigate = route.useNavigate();
  const crumbs = [{ label: t('tickets.title'), link: { to: '/permohonan' as const } }];
  const failed = draft.isError ? draft : service.isError ? service : null;
  return (
    <Page
      title={service.data ? t('new.formTitle', { service: service.data.name }) : w('title')}
      crumbs={crumbs}
      narrow
      actions={
        draft.data && (
          <DeleteDraft draft={draft.data.draft} onDeleted={() => navigate({ to: '/permohonan' })} />
        )
      }
    >
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => failed.refetch()} />
      ) : draft.data && service.data ? (
        hasForm(service.data) ? (
          <FillIn
            // Another version of the draft is another start.
            key={draft.data.etag}
            versioned={draft.data}
            service={service.data}
            onReload={() => draft.refetch()}
          />
        ) : (
          <EmptyState title={t('new.notOnline')} />
        )
      ) : (
        <LoadingState lines={4} height={96} />
      )}
    </Page>
  );
}

const hasForm = (service: Service): service is Service & { form: Form } => service.form !== undefined;

interface FillInProps {
  versioned: VersionedDraft;
  service: Service & { form: Form };
  /** Reads the draft anew, as another device has left it. */
  onReload(): void;
}

interface Content {
  subject: string;
  answers: Answers;
}

function FillIn({ versioned: { draft, etag }, service, onReload }: FillInProps) {
  const w = useWords(draftWords);
  const queryClient = useQueryClient();
  const navigate = route.useNavigate();
  const { aset, periksa = false } = route.useSearch();
  const attempt = useRef(new Attempt());
  const [content, setContent] = useState<Content>({ subject: draft.subject, answers: draft.answers });
  const latest = useRef(content);
  const [attachments, setAttachments] = useState<readonly Attachment[]>(draft.attachments);

  const { saver, state } = useAutosave<Content>(
    async (body, tag) => {
      const saved = await saveDraft(draft.id, body, tag);
      return { etag: saved.etag, at: saved.draft.changed_at };
    },
    { etag, at: draft.changed_at },
  );
  const change = (next: (now: Content) => Content) => {
    latest.current = next(latest.current);
    setContent(latest.current);
    saver.change(latest.current);
  };

  const uploads = useMemo(
    (): Uploads => ({
      files: new Map(attachments.map((file) => [file.id, file])),
      send: async (file, pointer, onProgress) => {
        const kind = pointer === '/letter' ? 'request_letter' : 'supporting';
        const sent = await saver.exclusively((tag) => uploadToDraft(draft.id, file, kind, tag, onProgress));
        setAttachments((now) => [...now, sent]);
        return sent;
      },
      remove: (id) => {
        setAttachments((now) => now.filter((file) => file.id !== id));
        void saver.exclusively((tag) => removeFromDraft(draft.id, id, tag));
      },
    }),
    [attachments, saver, draft.id],
  );

  const sending = useMutation({
    mutationFn: async (extras: RequestExtras) => {
      await saver.flush();
      return submitDraft(draft.id, extras, attempt.current.keyFor(JSON.stringify([latest.current, extras])));
    },
    onSuccess: async (sent) => {
      const { number } = sent.ticket;
      queryClient.setQueryData(ticketQuery(number).queryKey, sent);
      void queryClient.invalidateQueries({ queryKey: ticketsKey, refetchType: 'none' });
      void queryClient.invalidateQueries({ queryKey: draftsKey, refetchType: 'none' });
      await navigate({
        to: '/permohonan/$number/terkirim',
        params: { number },
        replace: true,
        ignoreBlocker: true,
      });
    },
  });
  const unsafe = state.kind !== 'saved' && !sending.isSuccess;
  const blocker = useBlocker({
    shouldBlockFn: async ({ next }) =>
      unsafe && next.pathname !== window.location.pathname && !(await saver.flush()),
    enableBeforeUnload: false,
    withResolver: true,
  });
  const { t } = useI18n();
  const onChecking = useCallback(
    (checking: boolean) =>
      void navigate({ search: (now) => ({ ...now, periksa: checking || undefined }), ignoreBlocker: true }),
    [navigate],
  );

  return (
    <>
      {draft.dropped && Object.keys(draft.dropped).length > 0 && (
        <div className={classes.notice}>
          <Notice tone="caution" title={w('dropped')}>
            <ul className={classes.dropped}>
              {Object.entries(draft.dropped).map(([key, value]) => (
                <li key={key}>
                  {key}: {typeof value === 'string' ? value : JSON.stringify(value)}
                </li>
              ))}
            </ul>
          </Notice>
        </div>
      )}
      <RequestForm
        service={service}
        content={content}
        attachments={attachments}
        onChange={change}
        uploads={uploads}
        asset={aset}
        status={
          <SaveStatus
            state={state}
            onSaveNow={() => void saver.flush()}
            onUseOther={onReload}
            onUseMine={async () => {
              const other = await queryClient.fetchQuery(draftQuery(draft.id));
              await saver.overwrite(other.etag);
            }}
          />
        }
        checking={periksa}
        onChecking={onChecking}
        onSend={(extras) => sending.mutate(extras)}
        sending={sending.isPending || sending.isSuccess}
        failure={{ error: sending.error, count: sending.failureCount }}
      />
      {blocker.status === 'blocked' && (
        <Suspense>
          <ConfirmDialog
            opened
            title={w('leaveTitle')}
            text={w('leaveText')}
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
