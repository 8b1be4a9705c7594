import { Stack } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useWords } from '~/i18n/useWords';
import { DocumentFields, type Editing } from '~/ui/document/DocumentFields';
import { isWithin, type Json } from '~/ui/document/json';
import { ListEditor } from '~/ui/document/ListEditor';
import { fieldId } from '~/ui/formErrors';
import { builderWords } from './builderWords';
import { ConditionEditor } from './ConditionEditor';
import { FieldEditor } from './FieldEditor';
import classes from './FormBuilder.module.css';
import { comparableFields, ruleSettings, sectionSettings } from './fieldSettings';
import { inWords } from './formDifference';
import type { FieldDraft, FormDraft, SectionDraft } from './formDraft';
import { blankField, blankSection, type Locked, movedToSection } from './formEdits';
import { conditionsOf, type Outline, outlineText } from './outline';

interface FormBuilderProps {
  form: FormDraft;
  locked: Locked;
  editing: Editing;
}

const sectionsAt = '/form/sections';

/** The outline of a form: its sections with their fields, each opened where it stands. */
export function FormBuilder({ form, locked, editing }: FormBuilderProps) {
  const w = useWords(builderWords);
  const text = outlineText(form);
  const outline = useMemo(() => JSON.parse(text) as Outline, [text]);
  const rules = useMemo(() => [ruleSettings(w, comparableFields(outline))], [w, outline]);
  return (
    <Stack gap="xl">
      <ListEditor
        list={{
          kind: 'list',
          path: sectionsAt,
          label: w('sections'),
          item: w('section'),
          blank: { ...blankSection, fields: [blankField] } as Json,
          fields: [],
          headline: (row) => (row as SectionDraft).title,
        }}
        id={fieldId(editing.form, sectionsAt)}
        rows={form.sections as readonly Json[]}
        error={editing.errors.get(sectionsAt)}
        onChange={(rows) => editing.onChange(sectionsAt, rows)}
        // Sections are open from the start, so that the outline shows all fields.
        isFaulty={() => true}
      >
        {(row, index) => (
          <SectionEditor
            form={form}
            section={row as SectionDraft}
            index={index}
            outline={outline}
            locked={locked}
            editing={editing}
          />
        )}
      </ListEditor>
      <DocumentFields editing={editing} fields={rules} around={{ form } as Json} />
    </Stack>
  );
}

interface SectionEditorProps extends FormBuilderProps {
  section: SectionDraft;
  index: number;
  outline: Outline;
}

function SectionEditor({ form, section, index, outline, locked, editing }: SectionEditorProps) {
  const w = useWords(builderWords);
  const [said, setSaid] = useState('');
  const base = `${sectionsAt}/${index}`;
  const pointer = `${base}/fields`;
  const settings = useMemo(() => sectionSettings(w), [w]);
  const count = form.sections.slice(0, index).reduce((sum, { fields }) => sum + fields.length, 0);
  const conditions = useMemo(() => conditionsOf(outline.slice(0, count), w), [outline, count, w]);
  const isFaulty = (at: string) => [...editing.errors.keys()].some((error) => isWithin(error, at));
  const move = (from: number, to: number) => {
    editing.onChange(sectionsAt, movedToSection(form, index, from, to).sections as readonly Json[]);
    setSaid(w('movedTo', { section: form.sections[to]?.title ?? '' }));
    document.getElementById(fieldId(editing.form, `${sectionsAt}/${to}/fields`))?.focus();
  };
  return (
    <Stack gap="md">
      <details
        className={classes.further}
        open={!section.title || isFaulty(`${base}/title`) || isFaulty(`${base}/x-when`)}
      >
        <summary>{w('aboutSection')}</summary>
        <Stack gap="md">
          <DocumentFields editing={editing} fields={settings} around={section as Json} base={base} />
          <ConditionEditor
            editing={editing}
            pointer={`${base}/x-when`}
            value={section['x-when']}
            earlier={conditions}
          />
        </Stack>
      </details>
      <ListEditor
        lazy
        list={{
          kind: 'list',
          path: '/fields',
          label: w('fields'),
          item: w('field'),
          blank: blankField,
          fields: [],
          headline: (row) => (row as FieldDraft).title,
        }}
        aside={(row) => summaryOf(row as FieldDraft, w)}
        id={fieldId(editing.form, pointer)}
        rows={section.fields}
        error={editing.errors.get(pointer)}
        onChange={(rows) => editing.onChange(pointer, rows)}
        isFaulty={(at) => isFaulty(`${pointer}/${at}`)}
      >
        {(row, at) => (
          <FieldEditor
            editing={editing}
            base={`${pointer}/${at}`}
            field={row as FieldDraft}
            outline={outline}
            locked={locked}
            sections={{
              titles: form.sections.map(({ title }) => title),
              own: index,
              move: (to) => move(at, to),
            }}
          />
        )}
      </ListEditor>
      <p role="status" className="visually-hidden">
        {said}
      </p>
    </Stack>
  );
}

type Say = Parameters<typeof inWords>[1];

/** What a closed field tells of itself: its kind, whether it is required, whether it has a condition. */
const summaryOf = (field: FieldDraft, w: Say): string =>
  field['x-when']?.field ? `${inWords(field, w)}, ${w('conditional')}` : inWords(field, w);
