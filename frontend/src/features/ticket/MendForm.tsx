import { Button, Group, Stack, Textarea, Title } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { ApiError } from '~/api/problem';
import { uploadAhead, type VersionedTicket } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { office } from '~/lib/office';
import { describeError } from '~/ui/describeError';
import { FileDrop } from '~/ui/FileDrop';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { FormFields } from '~/ui/form/FormFields';
import { type AnswerFile, FormContextProvider, idOfPointer } from '~/ui/form/formContext';
import type { Answers, Form } from '~/ui/form/types';
import { useFindings } from '~/ui/form/useFindings';
import { Section } from '~/ui/Section';
import { UploadProgress } from '~/ui/UploadProgress';
import { draftWords } from './draftWords';
import { UnsentFiles } from './UnsentFiles';
import { useTicketAction } from './useTicketAction';

const name = 'perbaikan';

interface MendFormProps {
  versioned: VersionedTicket;
  form: Form;
  onDone(): void;
  onCancel(): void;
}

/** A returned request is mended in place: its form, with the points of the return at their fields. */
export function MendForm({ versioned, form, onDone, onCancel }: MendFormProps) {
  const { t } = useI18n();
  const w = useWords(draftWords);
  const { ticket } = versioned;
  const [answers, setAnswers] = useState<Answers>(ticket.answers);
  const [files, setFiles] = useState<ReadonlyMap<string, AnswerFile>>(
    () => new Map(ticket.attachments.map((file) => [file.id, file])),
  );
  const [note, setNote] = useState('');
  const [letter, setLetter] = useState<File[]>([]);
  const findings = useFindings({ form, name, answers, files, lenient: ticket.intake !== null });
  const { takeServerFindings } = findings;
  const sending = useTicketAction(versioned, 'resubmit', onDone);
  const { error } = sending;
  const remarks = useMemo(() => remarksOf(ticket.return_points), [ticket.return_points]);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  // A finding is about the answers as they were sent, and is taken once.
  const taken = useRef(0);
  useEffect(() => {
    if (sending.failureCount === taken.current) return;
    taken.current = sending.failureCount;
    if (error instanceof ApiError) takeServerFindings(error.fields);
  }, [sending.failureCount, error, takeServerFindings]);

  const summary =
    findings.summary.length > 0 || !error ? findings.summary : [{ text: describeError(error, t).text }];
  return (
    <form
      noValidate
      aria-label={w('mendTitle')}
      onSubmit={(event) => {
        event.preventDefault();
        if (!findings.attempt()) return;
        sending.mutate({ note, letter: letter[0] ?? null, files: [], answers: findings.checked.given });
      }}
    >
      <FormContextProvider
        value={{
          name,
          errors: findings.errors,
          warnings: findings.warnings,
          remarks,
          uploads: {
            files,
            send: async (file, _, onProgress) => {
              const sent = await uploadAhead(file, 'supporting', onProgress);
              setFiles((now) => new Map(now).set(sent.id, sent));
              return sent;
            },
          },
          disabled: sending.isPending,
          onLeave: findings.onLeave,
        }}
      >
        <Title order={2} size="h3" ref={heading} tabIndex={-1} mb="xs">
          {w('mendTitle')}
        </Title>
        <p>{w('mendText')}</p>
        <FormErrorSummary items={summary} attempt={findings.attempts + sending.failureCount} />
        <FormFields form={form} answers={answers} checked={findings.checked} onChange={setAnswers} />
        <Section title={w('filesTitle')}>
          <Stack gap="lg">
            <UnsentFiles form={form} answers={answers} asked={findings.checked.asked} files={files} />
            <FileDrop
              id={idOfPointer(name, '/letter')}
              label={t('resubmit.letter')}
              description={remarks.get('/letter') ?? t('resubmit.letterHint')}
              files={letter}
              onChange={setLetter}
              limit={office.fileLimit}
              disabled={sending.isPending}
            />
            <Textarea
              id={idOfPointer(name, '/note')}
              label={`${t('resubmit.note')} ${t('common.optional')}`}
              description={t('resubmit.noteHint')}
              autosize
              minRows={2}
              maxLength={2000}
              value={note}
              disabled={sending.isPending}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
          </Stack>
        </Section>
        {sending.fraction !== null && sending.fraction > 0 && <UploadProgress fraction={sending.fraction} />}
        <Group mt="lg">
          <Button type="submit" loading={sending.isPending}>
            {t('resubmit.submit')}
          </Button>
          <Button variant="default" onClick={onCancel} disabled={sending.isPending}>
            {t('common.cancel')}
          </Button>
        </Group>
      </FormContextProvider>
    </form>
  );
}

/** The points of a return by the field that each is about; several about one field are read together. */
function remarksOf(points: readonly { pointer: string; comment: string }[]): ReadonlyMap<string, string> {
  const remarks = new Map<string, string>();
  for (const { pointer, comment } of points) {
    const said = remarks.get(pointer);
    remarks.set(pointer, said ? `${said}\n${comment}` : comment);
  }
  return remarks;
}
