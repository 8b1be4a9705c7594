import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { OnProgress } from '~/api/http';
import type { VersionedAnswers } from '~/api/recommendations';
import { discardUpload } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import type { LocalCopy } from '~/lib/localCopies';
import { office } from '~/lib/office';
import { todayInOffice } from '~/lib/officeTime';
import { unsaved } from '~/lib/unsaved';
import { useAutosave } from '~/lib/useAutosave';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { AnswerChanges } from '~/ui/form/AnswerChanges';
import { check } from '~/ui/form/check';
import { FormFields } from '~/ui/form/FormFields';
import { type AnswerFile, FormContextProvider, type Uploads } from '~/ui/form/formContext';
import { type Merged, mergeAnswers, sameAnswers } from '~/ui/form/merge';
import type { Answers, Form } from '~/ui/form/types';
import { useFindings } from '~/ui/form/useFindings';
import { Notice } from '~/ui/Notice';
import { SaveStatus } from '~/ui/SaveStatus';
import { saveWords } from '~/ui/saveWords';
import { ErrorState, LoadingState } from '~/ui/states';
import { Conflict } from './Conflict';
import classes from './SavedForm.module.css';
import { proposalWords } from './words';

const ConfirmDialog = lazy(() =>
  import('~/ui/ConfirmDialog').then((module) => ({ default: module.ConfirmDialog })),
);

/** The name of the form in the page: the ids of its fields begin with it. */
export const formName = 'isian';

const noRemarks: ReadonlyMap<string, string> = new Map();

interface SavedFormProps {
  form: Form;
  label: string;
  /** As the server had them when the page opened. */
  start: VersionedAnswers;
  /** Under which name this browser keeps what is not saved yet. */
  copyKey: string;
  save(answers: Answers, etag: string): Promise<VersionedAnswers>;
  /** Reads them anew, as somebody else has left them. */
  load(): Promise<VersionedAnswers>;
  /** They cannot be changed any more: the page must be built anew. */
  onGone(): void;
  /** How files reach it, where its fields take any. */
  upload?(file: File, field: string, onProgress: OnProgress): Promise<AnswerFile>;
  /** Everything that is missing shows at once, because somebody wants to send it. */
  checking: boolean;
  /** What an officer wants mended, above the fields. */
  remark?: ReactNode;
  /** What follows from the answers while they are typed. */
  consequence?(answers: Answers): ReactNode;
}

/**
 * A form that is saved while one types, by several people at once. What one of them has changed is kept; what two
 * have changed differently is shown side by side. What has not reached the server is kept in this browser.
 */
export function SavedForm(props: SavedFormProps) {
  const { form, start, copyKey } = props;
  const { format } = useI18n();
  const w = useWords(proposalWords);
  const [found, setFound] = useState(() => {
    const copy = unsaved.read<Answers>(copyKey);
    if (copy && !sameAnswers(copy.content, start.answers)) return copy;
    unsaved.drop(copyKey);
    return null;
  });
  const [restored, setRestored] = useState<LocalCopy<Answers> | null>(null);
  const files = useMemo(() => new Map(start.attachments.map((file) => [file.id, file])), [start.attachments]);
  if (!found) return <FillIn {...props} restored={restored} />;
  return (
    <Notice tone="caution" title={w('foundTitle')} live>
      <p>{w('foundText', { time: format.dateTime(found.at) })}</p>
      <AnswerChanges form={form} before={start.answers} after={found.content} files={files} />
      <Group gap="sm" mt="sm">
        <Button
          size="sm"
          onClick={() => {
            setRestored(found);
            setFound(null);
          }}
        >
          {w('restore')}
        </Button>
        <Button
          size="sm"
          variant="default"
          onClick={() => {
            unsaved.drop(copyKey);
            setFound(null);
          }}
        >
          {w('discard')}
        </Button>
      </Group>
    </Notice>
  );
}

/** Two versions of the answers to choose between. */
interface Choosing extends Merged {
  mine: Answers;
  theirs: VersionedAnswers;
}

/** Leads to a field; a group of choices takes no focus itself, its first choice does. */
function goTo(id: string): void {
  const field = document.getElementById(id);
  field?.focus();
  if (field && document.activeElement !== field) field.querySelector<HTMLElement>('input, textarea')?.focus();
}

function FillIn({
  form,
  label,
  start,
  copyKey,
  save,
  load,
  onGone,
  upload,
  checking,
  remark,
  consequence,
  restored,
}: SavedFormProps & { restored: LocalCopy<Answers> | null }) {
  const { t } = useI18n();
  const w = useWords(proposalWords);
  const say = useWords(saveWords);
  const [answers, setAnswers] = useState<Answers>(start.answers);
  const latest = useRef(answers);
  /** What the server has, as far as this page knows. */
  const base = useRef(start.answers);
  const [files, setFiles] = useState<ReadonlyMap<string, AnswerFile>>(
    () => new Map(start.attachments.map((file) => [file.id, file])),
  );
  const [choosing, setChoosing] = useState<Choosing | null>(null);
  const [mergedWith, setMergedWith] = useState<VersionedAnswers | null>(null);
  const [kept, setKept] = useState(true);

  const { saver, state } = useAutosave<Answers>(
    async (content, etag) => {
      const { given } = check(form, content, { today: todayInOffice(), timeZone: office.timeZone });
      const saved = await save(given, etag);
      base.current = saved.answers;
      // What was typed while it was being saved is newer.
      if (latest.current === content) unsaved.drop(copyKey);
      return { etag: saved.etag, at: saved.savedAt };
    },
    { etag: start.etag, at: start.savedAt },
  );

  const set = (next: Answers) => {
    latest.current = next;
    setAnswers(next);
    setKept(unsaved.keep(copyKey, { content: next, base: base.current, etag: saver.etag }));
    saver.change(next);
  };

  /** Goes on from what somebody else has saved, with what was typed here. */
  const takeIn = async (before: Answers, mine: Answers, theirs: VersionedAnswers) => {
    const { answers: merged, both } = mergeAnswers(before, mine, theirs.answers);
    setFiles((now) => new Map([...now, ...theirs.attachments.map((file) => [file.id, file] as const)]));
    if (both.length > 0) return setChoosing({ answers: merged, both, mine, theirs });
    base.current = theirs.answers;
    latest.current = merged;
    setAnswers(merged);
    if (!sameAnswers(before, theirs.answers) && !sameAnswers(mine, theirs.answers)) setMergedWith(theirs);
    if (sameAnswers(merged, theirs.answers)) {
      unsaved.drop(copyKey);
      return saver.adopt({ etag: theirs.etag, at: theirs.savedAt });
    }
    saver.change(merged);
    await saver.overwrite(theirs.etag);
  };

  const meeting = useMutation({
    mutationFn: load,
    // The version is the same, and yet it was refused: it may not be changed any more.
    onSuccess: (theirs) =>
      theirs.etag === saver.etag ? onGone() : takeIn(base.current, latest.current, theirs),
  });
  const meet = meeting.mutate;
  const inConflict = state.kind === 'conflict';
  useEffect(() => {
    if (inConflict) meet();
  }, [inConflict, meet]);

  const bringBack = useEffectEvent(() => {
    if (restored) void takeIn(restored.base, restored.content, start);
  });
  useEffect(() => bringBack(), []);

  const findings = useFindings({ form, name: formName, answers, files });
  const showFaults = useEffectEvent(() => {
    if (!checking) return;
    findings.attempt();
    goTo(window.location.hash.slice(1));
  });
  useEffect(() => showFaults(), []);

  const uploads = useMemo(
    (): Uploads => ({
      files,
      send: async (file, pointer, onProgress) => {
        if (!upload) throw new Error(`no files are taken at ${pointer}`);
        // The field that it answers, or that of the rows in which that stands.
        const sent = await upload(file, pointer.split('/')[2] ?? '', onProgress);
        setFiles((now) => new Map(now).set(sent.id, sent));
        return sent;
      },
      remove: (id) => void discardUpload(id),
    }),
    [files, upload],
  );

  const blocker = useBlocker({
    shouldBlockFn: async ({ next }) =>
      state.kind !== 'saved' && next.pathname !== window.location.pathname && !(await saver.flush()),
    enableBeforeUnload: false,
    withResolver: true,
  });

  return (
    <form noValidate aria-label={label} onSubmit={(event) => event.preventDefault()}>
      <FormContextProvider
        value={{
          name: formName,
          errors: findings.errors,
          warnings: findings.warnings,
          remarks: noRemarks,
          uploads,
          disabled: choosing !== null,
          onLeave: findings.onLeave,
        }}
      >
        {checking && <FormErrorSummary items={findings.summary} attempt={0} />}
        {checking && findings.isComplete && (
          <div className={classes.notice}>
            <Notice tone="positive">{w('nowComplete')}</Notice>
          </div>
        )}
        {mergedWith && (
          <div className={classes.notice}>
            <Notice tone="info" live>
              {mergedWith.savedBy ? w('mergedBy', { name: mergedWith.savedBy.name }) : w('mergedElse')}
            </Notice>
          </div>
        )}
        {remark}
        <FormFields
          form={form}
          answers={answers}
          checked={findings.checked}
          onChange={(change) => set(change(latest.current))}
        />
        {consequence?.(answers)}
        {choosing ? (
          <Conflict
            form={form}
            choosing={choosing}
            files={files}
            onChosen={async (chosen) => {
              setChoosing(null);
              base.current = choosing.theirs.answers;
              latest.current = chosen;
              setAnswers(chosen);
              saver.change(chosen);
              await saver.overwrite(choosing.theirs.etag);
            }}
          />
        ) : (
          <SaveStatus
            state={state}
            onSaveNow={() => void saver.flush()}
            conflict={
              meeting.isError ? (
                <ErrorState error={meeting.error} onRetry={() => meet()} />
              ) : (
                <LoadingState lines={1} />
              )
            }
          />
        )}
      </FormContextProvider>
      {blocker.status === 'blocked' && (
        <Suspense>
          <ConfirmDialog
            opened
            title={say('leaveTitle')}
            text={kept ? w('leaveText') : w('leaveLost')}
            confirmLabel={t('new.leave')}
            cancelLabel={t('new.stay')}
            onConfirm={() => blocker.proceed()}
            onCancel={() => blocker.reset()}
          />
        </Suspense>
      )}
    </form>
  );
}
