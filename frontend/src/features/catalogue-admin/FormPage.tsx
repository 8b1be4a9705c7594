import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useBlocker } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { editionToEdit, runningQuery, saveService, versionQuery } from '~/api/catalogueAdmin';
import { ApiError } from '~/api/problem';
import { useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { describeError } from '~/ui/describeError';
import { DocumentNotices } from '~/ui/document/DocumentNotices';
import type { Json, Pointer } from '~/ui/document/json';
import { useDocument } from '~/ui/document/useDocument';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId } from '~/ui/formErrors';
import { Notice } from '~/ui/Notice';
import { EmptyState } from '~/ui/states';
import { definitionOf, type EditedDefinition, toSend } from './definition';
import { builderWords } from './form/builderWords';
import { FormBuilder } from './form/FormBuilder';
import classes from './form/FormBuilder.module.css';
import { FormPreview, type PreviewWidth } from './form/FormPreview';
import { toDraft, toForm } from './form/formDraft';
import { blankForm, edited, fillable, lockedBy } from './form/formEdits';
import { formErrors } from './form/formPlaces';
import { type ServiceContext, ServiceFrame } from './ServiceFrame';
import { useDefinitionGroups } from './useDefinitionGroups';
import { useServiceChange } from './useServiceChange';
import { catalogueWords } from './words';

const route = getRouteApi('/signed-in/admin/layanan/$code/formulir');

/** The builder of a service's form. */
export function FormPage() {
  const w = useWords(builderWords);
  const { code } = route.useParams();
  return (
    <ServiceFrame key={code} code={code} title={(name) => w('title', { name })}>
      {(context) => <Builder {...context} />}
    </ServiceFrame>
  );
}

const formName = 'formulir';

function Builder({ kept, publish, tell }: ServiceContext) {
  const w = useWords(builderWords);
  const wc = useWords(catalogueWords);
  const { t, format } = useI18n();
  const { user } = useSession();
  const { history, etag, edition, service } = kept;
  const { code } = history;
  const server = useMemo(() => ({ value: definitionOf(service), etag }), [service, etag]);
  // The same document as on the page of the texts: what is typed there is here too.
  const document = useDocument<EditedDefinition>(server, `elayanan.layanan.${user?.id}.${code}`);
  const form = document.value.form ?? null;
  const [dropping, setDropping] = useState(false);
  const [width, setWidth] = useState<PreviewWidth>('phone');
  const fields = useDefinitionGroups(document.value.steps).flatMap((group) => group.fields);
  const save = useServiceChange(async (sent: EditedDefinition) => {
    const definition = toSend(sent, fields);
    const taken = await saveService(code, document.etag, { definition });
    document.saved(sent, { value: definitionOf({ ...definition, definition_version: 0 }), etag: taken.etag });
    return editionToEdit(taken.history).number;
  });

  const current = history.items.find(({ state }) => state === 'current' || state === 'scheduled');
  const published = useQuery({ ...versionQuery(code, current?.number ?? 0), enabled: current !== undefined });
  const locked = useMemo(
    () => lockedBy(published.data?.form ? toDraft(published.data.form) : null),
    [published.data],
  );

  // What changes the form knows the form as it is at that moment, without drawing every field anew.
  const latest = useRef(form);
  useEffect(() => {
    latest.current = form;
  });
  const { set } = document;
  const onChange = useMemo(
    () => (pointer: Pointer, value: Json) => {
      if (!latest.current) return;
      latest.current = edited(latest.current, pointer.slice('/form'.length), value, locked);
      set('/form', latest.current as Json);
    },
    [set, locked],
  );
  const found = useMemo(() => formErrors(save.error, form, w), [save.error, form, w]);
  const editing = useMemo(() => ({ form: formName, errors: found.byField, onChange }), [found, onChange]);
  const stale = save.error instanceof ApiError && save.error.status === 412;
  const summary = [
    ...found.lines.map(({ at, text }) => ({
      text,
      fieldId: at === null ? undefined : fieldId(formName, at),
    })),
    ...(save.error && found.lines.length === 0 && !stale
      ? [{ text: describeError(save.error, t).text }]
      : []),
  ];
  const shown = useDeferredValue(form);
  const preview = useMemo(() => shown && toForm(fillable(shown)), [shown]);
  const blocker = useBlocker({
    shouldBlockFn: () => document.dirty && document.keptAt === null,
    enableBeforeUnload: () => document.dirty,
    withResolver: true,
  });
  const saveThen = (next: (number: number) => void) =>
    document.dirty ? save.mutate(document.value, { onSuccess: next }) : next(edition.number);

  return (
    <div className={classes.work}>
      <FormErrorSummary items={summary} attempt={save.failureCount} />
      <Running code={code} />
      <DocumentNotices document={document} />
      {!form || !preview ? (
        <EmptyState
          title={w('none')}
          text={w('noneText')}
          action={<Button onClick={() => set('/form', blankForm as Json)}>{w('make')}</Button>}
        />
      ) : (
        <>
          <p className={classes.quiet}>{w('lead')}</p>
          <div className={classes.layout} data-width={width}>
            <form
              id={formName}
              noValidate
              className={classes.work}
              onSubmit={(event) => {
                event.preventDefault();
                saveThen((number) => tell(wc('saved', { number })));
              }}
            >
              <FormBuilder form={form} locked={locked} editing={editing} />
              <div>
                <Button variant="default" size="sm" onClick={() => setDropping(true)}>
                  {w('drop')}
                </Button>
              </div>
            </form>
            <FormPreview
              form={preview}
              width={width}
              onWidthChange={setWidth}
              onExample={(answers) => {
                set('/example', answers as Json);
                tell(w('exampleTaken'));
              }}
            />
          </div>
        </>
      )}
      <div className={classes.bar}>
        <p role="status" className={classes.quiet}>
          {!document.dirty
            ? t('document.allSaved')
            : document.keptAt
              ? t('document.kept', { at: format.time(document.keptAt) })
              : t('document.notKept')}
        </p>
        <Group gap="sm">
          <Button
            size="sm"
            loading={save.isPending}
            variant={document.dirty ? 'filled' : 'default'}
            onClick={() => saveThen((number) => tell(wc('saved', { number })))}
          >
            {wc('save')}
          </Button>
          {(document.dirty || edition.state === 'draft') && (
            <Button
              size="sm"
              variant={document.dirty ? 'default' : 'filled'}
              disabled={save.isPending}
              onClick={() => saveThen(publish)}
            >
              {document.dirty ? wc('saveAndPublish') : wc('publish')}
            </Button>
          )}
        </Group>
      </div>
      <ConfirmDialog
        opened={dropping}
        title={w('drop')}
        text={w('dropText')}
        confirmLabel={w('dropConfirm')}
        cancelLabel={t('common.cancel')}
        onCancel={() => setDropping(false)}
        onConfirm={() => {
          set('/form', null);
          set('/example', null);
          setDropping(false);
        }}
      />
      <ConfirmDialog
        opened={blocker.status === 'blocked'}
        title={t('new.leaveTitle')}
        text={t('document.leave')}
        confirmLabel={t('new.leave')}
        cancelLabel={t('new.stay')}
        onConfirm={() => blocker.proceed?.()}
        onCancel={() => blocker.reset?.()}
      />
    </div>
  );
}

/** How many open requests go by the versions of this service. */
function Running({ code }: { code: string }) {
  const w = useWords(builderWords);
  const { data } = useQuery(runningQuery(code));
  const count = (data ?? []).reduce((sum, { requests }) => sum + requests, 0);
  if (!data || count === 0) return null;
  const versions = data.map(({ version, requests }) => w('runningByVersion', { version, count: requests }));
  return (
    <Notice tone="info">
      {w('running', { count })} ({versions.join(', ')})
    </Notice>
  );
}
