import { Button, Group, Stack, TextInput, Title } from '@mantine/core';
import { usePrefetchQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { ApiError, isRetryable } from '~/api/problem';
import { noticeQuery } from '~/api/settings';
import type { Attachment, Service } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { FormErrorSummary, type SummaryItem } from '~/ui/FormErrorSummary';
import { AnswerList } from '~/ui/form/AnswerList';
import { AnswerText } from '~/ui/form/AnswerText';
import { FilesField } from '~/ui/form/FilesField';
import { FormFields } from '~/ui/form/FormFields';
import { FormContextProvider, idOfPointer, type Uploads } from '~/ui/form/formContext';
import type { Answers, Field, Form } from '~/ui/form/types';
import { useFindings } from '~/ui/form/useFindings';
import { Notice } from '~/ui/Notice';
import { PrivacyNotice } from '~/ui/PrivacyNotice';
import { RequirementList } from '~/ui/RequirementList';
import { Section } from '~/ui/Section';
import { AboutAsset, type Wish } from './AssetWish';
import { Downloads } from './Downloads';
import classes from './Draft.module.css';
import { SimilarHint } from './DuplicateHints';
import { draftWords } from './draftWords';
import { Prerequisites } from './Prerequisites';
import { UnsentFiles } from './UnsentFiles';

/** What is typed for a request of a service with a form. */
export interface RequestContent {
  subject: string;
  answers: Answers;
  /** The delivered thing that the request is about, and what is to be done to it. */
  asset?: { id: string; wish: Wish } | undefined;
  /** The numbers of what is older than this system, by kind. */
  held: Readonly<Record<string, string>>;
}

interface RequestFormProps {
  service: Service & { form: Form };
  content: RequestContent;
  onChange(change: (now: RequestContent) => RequestContent): void;
  uploads: Uploads;
  /** The files that are there already: those of answers, the letter and further ones. */
  attachments: readonly Attachment[];
  /** Whether what was typed is safe. */
  status: ReactNode;
  /** Whether the answers are shown to be checked before they are sent. */
  checking: boolean;
  onChecking(checking: boolean): void;
  onSend(): void;
  sending: boolean;
  failure: { error: unknown; count: number };
}

const form = 'permohonan';
const noErrors: ReadonlyMap<string, string> = new Map();

/** The letter and further files are asked for like any file of a form. */
const fileField = (title: string, most: number, description?: string): Field => ({
  type: 'array',
  format: 'files',
  title,
  maxItems: most,
  'x-files': { types: ['pdf'] },
  ...(description && { description }),
});

/** A request of a service with a form: filling in, then checking, then sending. */
export function RequestForm(props: RequestFormProps) {
  const { service, content, onChange, uploads, checking, onChecking, sending, failure } = props;
  usePrefetchQuery(noticeQuery()); // it stands above the button that sends
  const { t } = useI18n();
  const w = useWords(draftWords);
  const needsLetter = service.letter === 'required';
  const letters = props.attachments.filter(({ kind }) => kind === 'request_letter').map(({ id }) => id);
  const further = props.attachments
    .filter(({ kind, field }) => kind === 'supporting' && field === '')
    .map(({ id }) => id);
  const hasLetter = letters.length > 0;

  const others = useMemo(() => {
    const list = [];
    if (content.subject.trim() === '')
      list.push({ pointer: '/subject', text: t('form.requiredNamed', { label: t('new.subject') }) });
    if (needsLetter && !hasLetter)
      list.push({ pointer: '/letter', text: t('form.requiredNamed', { label: t('new.letter') }) });
    return list;
  }, [content.subject, needsLetter, hasLetter, t]);
  const findings = useFindings({
    form: service.form,
    name: form,
    answers: content.answers,
    files: uploads.files,
    others,
  });
  const { takeServerFindings } = findings;

  // What the server finds is mended where it was filled in.
  const taken = useRef(0);
  useEffect(() => {
    if (failure.count === taken.current) return;
    taken.current = failure.count;
    if (failure.error instanceof ApiError && failure.error.fields.length > 0) {
      takeServerFindings(failure.error.fields);
      onChecking(false);
    }
  }, [failure, takeServerFindings, onChecking]);

  // The page of checking also opens by its address, and then there may be nothing to send yet.
  const shownToCheck = checking && findings.isComplete;
  const interrupted = isRetryable(failure.error);
  const summary: SummaryItem[] =
    failure.error && !interrupted && !(failure.error instanceof ApiError && failure.error.fields.length > 0)
      ? [
          {
            text:
              failure.error instanceof ApiError && failure.error.message
                ? failure.error.message
                : t('error.unknown'),
          },
        ]
      : findings.summary;

  if (shownToCheck) {
    return (
      <CheckPage
        {...props}
        files={[...letters, ...further]}
        asked={findings.checked.asked}
        summary={summary}
        attempt={failure.count}
        interrupted={interrupted}
      >
        <Group>
          <Button loading={sending} onClick={props.onSend}>
            {interrupted ? t('common.retry') : t('new.submit')}
          </Button>
          <Button variant="default" disabled={sending} onClick={() => onChecking(false)}>
            {w('edit')}
          </Button>
        </Group>
      </CheckPage>
    );
  }

  return (
    <form
      noValidate
      aria-label={t('new.formTitle', { service: service.name })}
      onSubmit={(event) => {
        event.preventDefault();
        if (findings.attempt()) onChecking(true);
      }}
    >
      <FormContextProvider
        value={{
          name: form,
          errors: findings.errors,
          warnings: findings.warnings,
          remarks: noErrors,
          uploads,
          disabled: sending,
          onLeave: findings.onLeave,
        }}
      >
        <FormErrorSummary items={summary} attempt={findings.attempts} />
        <Section title={t('new.prepare')}>
          <RequirementList service={service} withPrerequisites={false} />
          {service.downloads.length > 0 && <Downloads service={service} />}
          <Prerequisites
            service={service.code}
            held={content.held}
            onHeld={(held) => onChange((now) => ({ ...now, held }))}
            form={form}
            disabled={sending}
          />
        </Section>
        <Section title={w('about')}>
          <Stack gap="lg">
            <TextInput
              id={idOfPointer(form, '/subject')}
              label={t('new.subject')}
              description={t('new.subjectHint')}
              error={findings.errors.get('/subject')}
              disabled={sending}
              maxLength={200}
              value={content.subject}
              onChange={(event) => {
                const subject = event.currentTarget.value;
                onChange((now) => ({ ...now, subject }));
              }}
            />
            <SimilarHint service={service.code} subject={content.subject} />
            {content.asset && (
              <AboutAsset
                id={content.asset.id}
                wish={content.asset.wish}
                onWish={(wish) => onChange((now) => ({ ...now, asset: now.asset && { ...now.asset, wish } }))}
                form={form}
                disabled={sending}
              />
            )}
          </Stack>
        </Section>
        <FormFields
          form={service.form}
          answers={content.answers}
          checked={findings.checked}
          onChange={(change) => onChange((now) => ({ ...now, answers: change(now.answers) }))}
        />
        <Section title={w('filesTitle')}>
          <Stack gap="lg">
            <UnsentFiles
              form={service.form}
              answers={content.answers}
              asked={findings.checked.asked}
              files={uploads.files}
            />
            <FilesField
              pointer="/letter"
              field={fileField(t('new.letter'), 1, w('letterHint'))}
              value={letters}
              required={needsLetter}
              ordered={false}
              onChange={keptElsewhere}
            />
            <FilesField
              pointer="/files"
              field={fileField(t('new.supporting'), 10)}
              value={further}
              required={false}
              ordered={false}
              onChange={keptElsewhere}
            />
          </Stack>
        </Section>
        {props.status}
        <Group mt="md">
          <Button type="submit">{w('toCheck')}</Button>
        </Group>
      </FormContextProvider>
    </form>
  );
}

/** The letter and further files are no answers: that they are uploaded or removed says all. */
const keptElsewhere = () => undefined;

interface CheckPageProps extends Pick<RequestFormProps, 'service' | 'content' | 'uploads'> {
  files: readonly string[];
  asked: ReadonlySet<string>;
  summary: readonly SummaryItem[];
  attempt: number;
  interrupted: boolean;
  children: ReactNode;
}

/** All that will be sent, to be read once more. */
function CheckPage({
  service,
  content,
  uploads,
  files,
  asked,
  summary,
  attempt,
  interrupted,
  children,
}: CheckPageProps) {
  const { t } = useI18n();
  const w = useWords(draftWords);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <FormErrorSummary items={summary} attempt={attempt} />
      <Title order={2} size="h3" ref={heading} tabIndex={-1} className={classes.checkTitle}>
        {w('checkTitle')}
      </Title>
      <p className={classes.checkLead}>{w('checkText')}</p>
      <Section title={w('answers')}>
        <dl className={classes.facts}>
          <dt>{t('new.subject')}</dt>
          <dd>{content.subject}</dd>
        </dl>
        <AnswerList form={service.form} answers={content.answers} files={uploads.files} />
      </Section>
      {files.length > 0 && (
        <Section title={w('filesTitle')}>
          <AnswerText field={fileField(w('filesTitle'), files.length)} value={files} files={uploads.files} />
        </Section>
      )}
      <PrivacyNotice />
      <div className={classes.block}>
        <UnsentFiles form={service.form} answers={content.answers} asked={asked} files={uploads.files} />
        {interrupted && (
          <div className={classes.notice}>
            <Notice tone="negative" live>
              {w('notSent')}
            </Notice>
          </div>
        )}
        {children}
      </div>
    </>
  );
}
