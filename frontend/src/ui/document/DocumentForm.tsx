import { Group } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { ApiError } from '~/api/problem';
import { useI18n } from '~/i18n/I18nProvider';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { describeError } from '~/ui/describeError';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId } from '~/ui/formErrors';
import { Section } from '~/ui/Section';
import { DocumentFields } from './DocumentFields';
import classes from './DocumentForm.module.css';
import { DocumentNotices } from './DocumentNotices';
import { documentErrors } from './documentErrors';
import type { FieldGroup } from './fields';
import type { Json } from './json';
import type { EditedDocument } from './useDocument';

interface DocumentFormProps<T extends Json> {
  /** The form's name: of its fields' ids. */
  form: string;
  groups: readonly FieldGroup[];
  document: EditedDocument<T>;
  /** What the server said to the last attempt to save. */
  error: unknown;
  /** How often saving has failed, so that focus moves to the summary each time. */
  failures: number;
  /** Where the document stands in what is sent; the server's pointers begin with it. */
  root?: string;
  /** Beside the fields of a group: a picture of what they make. */
  illustrate?(group: FieldGroup): ReactNode;
  /** What is asked at the end, before saving. */
  closing?: ReactNode;
  /** The buttons. */
  children: ReactNode;
  /** What is told when somebody else has saved in between; names the newer version. */
  outdatedAction?: ReactNode;
  onSubmit(): void;
}

/** A long form in groups with a table of contents, for a document that is saved as a whole. */
export function DocumentForm<T extends Json>({
  form,
  groups,
  document,
  error,
  failures,
  root = '',
  illustrate,
  closing,
  children,
  outdatedAction,
  onSubmit,
}: DocumentFormProps<T>) {
  const { t, format } = useI18n();
  const fields = useMemo(() => groups.flatMap((group) => group.fields), [groups]);
  const found = useMemo(() => documentErrors(error, fields, root), [error, fields, root]);
  const editing = useMemo(
    () => ({ form, errors: found.byField, onChange: document.set }),
    [form, found, document.set],
  );
  const stale = error instanceof ApiError && error.status === 412;
  const general = error && found.lines.length === 0 && !stale ? [{ text: describeError(error, t).text }] : [];
  const summary = [
    ...found.lines.map(({ at, text }) => ({ text, fieldId: at === null ? undefined : fieldId(form, at) })),
    ...general,
  ];
  const blocker = useBlocker({
    shouldBlockFn: () => document.dirty,
    enableBeforeUnload: () => document.dirty,
    withResolver: true,
  });

  return (
    <div className={classes.columns}>
      <nav aria-label={t('document.contents')} className={classes.contents}>
        <ul>
          {groups.map((group) => (
            <li key={group.key}>
              <a href={`#${form}-${group.key}`}>{group.title}</a>
            </li>
          ))}
        </ul>
      </nav>
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <div className={classes.notices}>
          <FormErrorSummary items={summary} attempt={failures} />
          <DocumentNotices document={document} outdatedAction={outdatedAction} />
        </div>
        {groups.map((group) => (
          <div key={group.key} id={`${form}-${group.key}`} className={classes.group}>
            <Section title={group.title}>
              {group.text && <p className={classes.text}>{group.text}</p>}
              <DocumentFields editing={editing} fields={group.fields} around={document.value} />
              {illustrate?.(group)}
            </Section>
          </div>
        ))}
        {closing}
        <div className={classes.bar}>
          <p role="status" className={classes.state}>
            {!document.dirty
              ? t('document.allSaved')
              : document.keptAt
                ? t('document.kept', { at: format.time(document.keptAt) })
                : t('document.notKept')}
          </p>
          <Group gap="sm">{children}</Group>
        </div>
      </form>
      <ConfirmDialog
        opened={blocker.status === 'blocked'}
        title={t('new.leaveTitle')}
        text={document.keptAt ? t('document.leaveKept') : t('document.leave')}
        confirmLabel={t('new.leave')}
        cancelLabel={t('new.stay')}
        onConfirm={() => blocker.proceed?.()}
        onCancel={() => blocker.reset?.()}
      />
    </div>
  );
}
