import { Button, Stack, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { OnProgress } from '~/api/http';
import { useI18n } from '~/i18n/I18nProvider';
import { office } from '~/lib/office';
import { todayInOffice } from '~/lib/officeTime';
import { faultOf } from '~/lib/pdf';
import { DateField } from '~/ui/DateField';
import { FileDrop } from '~/ui/FileDrop';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { UploadProgress } from '~/ui/UploadProgress';
import { longestOfRecord } from './bounds';

interface LifeFormProps {
  /** The form's name in the page. */
  name: string;
  labels: { date: string; note: string; files: string; submit: string };
  /** How many files it takes; with `fileRequired` at least one. */
  multiple: boolean;
  fileRequired: boolean;
  /** What stands above the date. */
  before?: ReactNode;
  send(input: { date: string; note: string; files: readonly File[] }, onProgress: OnProgress): Promise<void>;
  onDone(): void;
}

/** What an agency reports after the verdict: a date, what happened, and the papers that show it. */
export function LifeForm(props: LifeFormProps) {
  const { name, labels, multiple, fileRequired, before, send, onDone } = props;
  const { t, format } = useI18n();
  const [date, setDate] = useState(todayInOffice);
  const [note, setNote] = useState('');
  const [files, setFiles] = useState<readonly File[]>([]);
  const [attempts, setAttempts] = useState(0);
  const [fraction, setFraction] = useState(0);
  const sending = useMutation({
    mutationFn: () => send({ date, note: note.trim(), files }, setFraction),
    onSuccess: () => {
      setNote('');
      setFiles([]);
      setAttempts(0);
      onDone();
    },
  });
  const wrongFile = files.map((file) => faultOf(file, office.fileLimit)).find((fault) => fault !== null);
  const fileFault =
    fileRequired && files.length === 0
      ? t('form.requiredNamed', { label: labels.files })
      : wrongFile === 'too-large'
        ? t('form.fileTooLarge', { limit: format.size(office.fileLimit) })
        : wrongFile && t(wrongFile === 'empty' ? 'form.fileEmpty' : 'form.pdfOnly');
  const own = [
    ...(date === ''
      ? [{ fieldId: fieldId(name, 'date'), text: t('form.requiredNamed', { label: labels.date }) }]
      : []),
    ...(note.trim() === ''
      ? [{ fieldId: fieldId(name, 'note'), text: t('form.requiredNamed', { label: labels.note }) }]
      : []),
    ...(fileFault ? [{ fieldId: fieldId(name, 'file'), text: fileFault }] : []),
  ];
  const told = attempts > 0 ? own : [];
  const summary =
    told.length > 0
      ? told
      : serverErrors(name, sending.error, ['date', 'note', 'file'], t, { files: 'file', reason: 'note' });
  const faultAt = (field: string) => summary.find((item) => item.fieldId === fieldId(name, field))?.text;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAttempts(attempts + 1);
    if (own.length === 0) sending.mutate();
  };
  return (
    <form noValidate aria-label={labels.submit} onSubmit={submit}>
      <Stack gap="md">
        <FormErrorSummary items={summary} attempt={attempts + sending.failureCount} />
        {before}
        <DateField
          id={fieldId(name, 'date')}
          label={labels.date}
          max={todayInOffice()}
          error={faultAt('date')}
          value={date}
          onChange={(event) => setDate(event.currentTarget.value)}
        />
        <Textarea
          id={fieldId(name, 'note')}
          label={labels.note}
          error={faultAt('note')}
          autosize
          minRows={2}
          maxLength={longestOfRecord.note}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <FileDrop
          id={fieldId(name, 'file')}
          label={labels.files}
          required={fileRequired}
          multiple={multiple}
          files={files}
          onChange={setFiles}
          limit={office.fileLimit}
          error={faultAt('file')}
          disabled={sending.isPending}
        />
        {sending.isPending && fraction > 0 && <UploadProgress fraction={fraction} />}
        <div>
          <Button type="submit" loading={sending.isPending}>
            {labels.submit}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
