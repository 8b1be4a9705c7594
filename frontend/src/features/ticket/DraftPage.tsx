import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useBlocker } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { serviceQuery } from '~/api/catalogue';
import {
  draftQuery,
  draftsKey,
  saveDraft,
  submitDraft,
  uploadToDraft,
  type VersionedDraft,
} from '~/api/drafts';
import { ApiError } from '~/api/problem';
import { type ShownNotice, shownNotice } from '~/api/settings';
import { discardUpload, ticketQuery, ticketsKey } from '~/api/tickets';
import type { Attachment, Draft, Service } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { Attempt } from '~/lib/attempt';
import { office } from '~/lib/office';
import { todayInOffice } from '~/lib/officeTime';
import { useAutosave } from '~/lib/useAutosave';
import { check } from '~/ui/form/check';
import type { Uploads } from '~/ui/form/formContext';
import type { Form } from '~/ui/form/types';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { SaveStatus } from '~/ui/SaveStatus';
import { saveWords } from '~/ui/saveWords';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import { DeleteDraft } from './DeleteDraft';
import classes from './Draft.module.css';
import { DraftConflict } from './DraftConflict';
import { draftWords } from './draftWords';
import { type RequestContent, RequestForm } from './RequestForm';

const ConfirmDialog = lazy(() =>
  import('~/ui/ConfirmDialog').then((module) => ({ default: module.ConfirmDialog })),
);

const route = getRouteApi('/signed-in/permohonan/draf/$id');

/** A request that is being filled in: saved while one types, continued anywhere, sent when it is complete. */
export function DraftPage() {
  const { t } = useI18n();
  const w = useWords(draftWords);
  const { id } = route.useParams();
  const queryClient = useQueryClient();
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
          <DeleteDraft
            draft={draft.data.draft}
            latest={async () => (await queryClient.fetchQuery(draftQuery(id))).draft.version}
            onDeleted={() => navigate({ to: '/permohonan' })}
          />
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

/** What the page fills in, of what a draft says. */
const contentOf = ({ subject, answers, asset_id, asset_wish, held_before }: Draft): RequestContent => ({
  subject,
  answers,
  asset: asset_id ? { id: asset_id, wish: asset_wish || 'change' } : undefined,
  held: Object.fromEntries(held_before.map(({ kind, number }) => [kind, number])),
});

function FillIn({ versioned: { draft, etag }, service, onReload }: FillInProps) {
  const w = useWords(draftWords);
  const say = useWords(saveWords);
  const queryClient = useQueryClient();
  const navigate = route.useNavigate();
  const { t } = useI18n();
  const { periksa = false } = route.useSearch();
  const attempt = useRef(new Attempt<ShownNotice>());
  const [content, setContent] = useState(() => contentOf(draft));
  const latest = useRef(content);
  const [attachments, setAttachments] = useState<readonly Attachment[]>(draft.attachments);

  const { saver, state } = useAutosave<RequestContent>(
    async ({ subject, answers, asset, held }, tag) => {
      const { given, asked } = check(service.form, answers, {
        today: todayInOffice(),
        timeZone: office.timeZone,
      });
      // What is not asked at present stays in the draft: a condition may ask for it again.
      const aside = Object.entries(answers).filter(([key]) => !asked.has(`/answers/${key}`));
      const saved = await saveDraft(
        draft.id,
        {
          subject: subject.trim(),
          answers: { ...Object.fromEntries(aside), ...given },
          ...(asset && { asset_id: asset.id, asset_wish: asset.wish }),
          held_before: Object.entries(held).map(([kind, number]) => ({ kind, number })),
        },
        tag,
      );
      return { etag: saved.etag, at: saved.draft.changed_at };
    },
    { etag, at: draft.changed_at },
  );
  const change = (next: (now: RequestContent) => RequestContent) => {
    latest.current = next(latest.current);
    setContent(latest.current);
    saver.change(latest.current);
  };

  const uploads = useMemo(
    (): Uploads => ({
      files: new Map(attachments.map((file) => [file.id, file])),
      send: async (file, pointer, onProgress) => {
        const kind = pointer === '/letter' ? 'request_letter' : 'supporting';
        const [, top, key] = pointer.split('/');
        const field = top === 'answers' && key !== undefined ? { field: key } : {};
        const sent = await uploadToDraft(draft.id, { file, kind, ...field }, onProgress);
        setAttachments((now) => [...now, sent]);
        return sent;
      },
      remove: (id) => {
        setAttachments((now) => now.filter((file) => file.id !== id));
        void discardUpload(id);
      },
    }),
    [attachments, draft.id],
  );

  const sending = useMutation({
    mutationFn: async () => {
      // What is sent is what the server has: nothing that is only on this page may be missing from it.
      if (!(await saver.flush())) throw new ApiError({ status: 0, code: 'draft.unsaved' });
      const { key, along } = attempt.current.sending(saver.etag, shownNotice(queryClient));
      return submitDraft(draft.id, key, along);
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
  const onChecking = useCallback(
    (checking: boolean) =>
      void navigate({ search: (now) => ({ ...now, periksa: checking || undefined }), ignoreBlocker: true }),
    [navigate],
  );

  return (
    <>
      {Object.keys(draft.dropped).length > 0 && (
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
        status={
          <SaveStatus
            state={state}
            onSaveNow={() => void saver.flush()}
            conflict={
              <DraftConflict
                onUseOther={onReload}
                onUseMine={async () => {
                  const other = await queryClient.fetchQuery(draftQuery(draft.id));
                  await saver.overwrite(other.etag);
                }}
              />
            }
          />
        }
        checking={periksa}
        onChecking={onChecking}
        onSend={() => sending.mutate()}
        sending={sending.isPending || sending.isSuccess}
        failure={{ error: sending.error, count: sending.failureCount }}
      />
      {blocker.status === 'blocked' && (
        <Suspense>
          <ConfirmDialog
            opened
            title={say('leaveTitle')}
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
