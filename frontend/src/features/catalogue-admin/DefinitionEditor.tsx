import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { unitsQuery } from '~/api/catalogue';
import type { Step } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { DocumentForm } from '~/ui/document/DocumentForm';
import type { FieldGroup } from '~/ui/document/fields';
import { type Json, type Pointer, valueAt, withValueAt } from '~/ui/document/json';
import type { EditedDocument } from '~/ui/document/useDocument';
import { branchesFollow, type EditedDefinition, keysOf } from './definition';
import { blankStandard } from './definitionForm';
import { StepDiagram } from './StepDiagram';
import { faultsOfSteps } from './stepWays';
import { catalogueWords } from './words';

interface DefinitionEditorProps {
  groups: readonly FieldGroup[];
  document: EditedDocument<EditedDefinition>;
  note: string;
  onNoteChange(note: string): void;
  error: unknown;
  failures: number;
  pending: boolean;
  /** What else one can do than save. */
  children?: ReactNode;
  outdatedAction?: ReactNode;
  onSubmit(): void;
}

/** Where the definition stands in what is sent. */
const root = '/definition';

/** The form of a definition, with the picture of its steps and the standard that may be there or not. */
export function DefinitionEditor({
  document,
  note,
  onNoteChange,
  error,
  pending,
  children,
  ...rest
}: DefinitionEditorProps) {
  const w = useWords(catalogueWords);
  const { t } = useI18n();
  const { data: units } = useQuery(unitsQuery());
  const [dropping, setDropping] = useState(false);
  const { standard, steps } = document.value;
  const faults = useMemo(() => faultsOfSteps(error, `${root}/steps`), [error]);
  const unitName = (code: string) => units?.find((unit) => unit.code === code)?.name ?? code;

  const { set } = document;
  // The key by which branches know a step whose own is not yet one, and what stood there then.
  const waiting = useRef<{ index: number; key: string; known: string } | null>(null);
  const setFollowing = useCallback(
    (pointer: Pointer, next: Json) => {
      const place = /^\/steps\/(\d+)\/(?:key|name)$/.exec(pointer)?.[1];
      const index = Number(place);
      const step = steps[index];
      if (place === undefined || !step) return set(pointer, next);
      const kept = waiting.current;
      const known =
        kept?.index === index && kept.key === step.key ? kept.known : (keysOf(steps)[index] ?? '');
      const edited = valueAt(withValueAt({ steps }, pointer, next), '/steps') as readonly Step[];
      const followed = branchesFollow(edited, index, known);
      waiting.current = { index, key: edited[index]?.key ?? '', known: followed.known };
      set('/steps', followed.steps);
    },
    [set, steps],
  );

  const illustrate = ({ key }: FieldGroup) => {
    if (key === 'alur') return <StepDiagram steps={steps} unitName={unitName} faults={faults} />;
    if (key !== 'standar') return null;
    return standard ? (
      <Button variant="default" size="sm" mt="md" onClick={() => setDropping(true)}>
        {w('removeStandard')}
      </Button>
    ) : (
      <>
        <p>{w('noStandard')}</p>
        <Button variant="default" size="sm" onClick={() => document.set('/standard', blankStandard)}>
          {w('addStandard')}
        </Button>
      </>
    );
  };

  const closing = (
    <TextInput
      id="layanan-note"
      label={`${w('note')} ${t('common.optional')}`}
      description={w('noteHint')}
      maxLength={1000}
      value={note}
      onChange={(event) => onNoteChange(event.currentTarget.value)}
    />
  );

  return (
    <>
      <DocumentForm
        form="layanan"
        root={root}
        document={{ ...document, set: setFollowing }}
        error={error}
        illustrate={illustrate}
        closing={closing}
        {...rest}
      >
        <Button
          type="submit"
          size="sm"
          loading={pending}
          // What is filled is what comes next: saving, or publishing what is saved.
          variant={document.dirty ? 'filled' : 'default'}
        >
          {w('save')}
        </Button>
        {children}
      </DocumentForm>
      <ConfirmDialog
        opened={dropping}
        title={w('removeStandard')}
        text={w('removeStandardText')}
        confirmLabel={w('removeStandardConfirm')}
        cancelLabel={t('common.cancel')}
        onCancel={() => setDropping(false)}
        onConfirm={() => {
          document.set('/standard', null);
          setDropping(false);
        }}
      />
    </>
  );
}
