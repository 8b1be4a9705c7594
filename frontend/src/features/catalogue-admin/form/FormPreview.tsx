import { Button, Group, SegmentedControl } from '@mantine/core';
import { useId, useMemo, useState } from 'react';
import { useWords } from '~/i18n/useWords';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { FormFields } from '~/ui/form/FormFields';
import { type AnswerFile, FormContextProvider } from '~/ui/form/formContext';
import type { Answers, Form } from '~/ui/form/types';
import { useFindings } from '~/ui/form/useFindings';
import { Notice } from '~/ui/Notice';
import { builderWords } from './builderWords';
import classes from './FormBuilder.module.css';

export type PreviewWidth = 'phone' | 'wide';

interface FormPreviewProps {
  form: Form;
  width: PreviewWidth;
  onWidthChange(width: PreviewWidth): void;
  /** Takes right answers as the example of the definition. */
  onExample(answers: Answers): void;
}

const noText: ReadonlyMap<string, string> = new Map();

/** The form as applicants see it, to be filled in and checked without sending anything. */
export function FormPreview({ form, width, onWidthChange, onExample }: FormPreviewProps) {
  const w = useWords(builderWords);
  const titleId = useId();
  const [answers, setAnswers] = useState<Answers>({});
  const [files, setFiles] = useState<ReadonlyMap<string, AnswerFile>>(new Map());
  const [result, setResult] = useState<{ of: Answers; form: Form; right: boolean } | null>(null);
  const [run, setRun] = useState(0);
  const findings = useFindings({ form, name: `pratinjau-${run}`, answers, files });
  const uploads = useMemo(
    () => ({
      files,
      // A file stays in the browser: its name, type and size are all that the check looks at.
      send: async (file: File, pointer: string): Promise<AnswerFile> => {
        const id = `${pointer}/${file.name}/${file.size}/${file.lastModified}`;
        const local = { id, name: file.name, size: file.size, media_type: file.type };
        setFiles((now) => new Map(now).set(id, local));
        return local;
      },
    }),
    [files],
  );
  // What was found counts until the form or the answers change.
  const isRight = result?.right && result.of === answers && result.form === form;
  return (
    <section aria-labelledby={titleId} className={classes.preview} data-width={width}>
      <div className={classes.previewHead}>
        <strong id={titleId}>{w('preview')}</strong>
        <SegmentedControl
          aria-label={w('width')}
          size="xs"
          data={[
            { value: 'phone', label: w('phone') },
            { value: 'wide', label: w('wide') },
          ]}
          value={width}
          onChange={(value) => onWidthChange(value as PreviewWidth)}
        />
      </div>
      <p className={classes.quiet}>{w('previewHint')}</p>
      <form
        key={run}
        noValidate
        aria-labelledby={titleId}
        className={classes.filled}
        onSubmit={(event) => {
          event.preventDefault();
          setResult({ of: answers, form, right: findings.attempt() });
        }}
      >
        <FormContextProvider
          value={{
            name: `pratinjau-${run}`,
            errors: findings.errors,
            warnings: findings.warnings,
            remarks: noText,
            uploads,
            disabled: false,
            onLeave: findings.onLeave,
          }}
        >
          <FormErrorSummary items={findings.summary} attempt={findings.attempts} />
          <FormFields form={form} answers={answers} checked={findings.checked} onChange={setAnswers} />
        </FormContextProvider>
        {isRight && (
          <Notice tone="positive" live>
            {w('right')}
          </Notice>
        )}
        <Group gap="sm">
          <Button type="submit" size="sm" variant="default">
            {w('check')}
          </Button>
          <Button
            size="sm"
            variant="subtle"
            onClick={() => {
              setAnswers({});
              setResult(null);
              setRun((now) => now + 1);
            }}
          >
            {w('restart')}
          </Button>
          {isRight && files.size === 0 && (
            <Button size="sm" variant="subtle" onClick={() => onExample(findings.checked.clean)}>
              {w('asExample')}
            </Button>
          )}
        </Group>
      </form>
    </section>
  );
}
