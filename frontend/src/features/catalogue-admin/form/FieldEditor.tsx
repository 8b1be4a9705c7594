import { NativeSelect, Stack } from '@mantine/core';
import { memo, useMemo } from 'react';
import { useWords } from '~/i18n/useWords';
import { DocumentFields, type Editing } from '~/ui/document/DocumentFields';
import { isWithin, type Json, type Pointer } from '~/ui/document/json';
import { ListEditor } from '~/ui/document/ListEditor';
import { fieldId } from '~/ui/formErrors';
import { AssetEditor } from './AssetEditor';
import { BooksEditor } from './BooksEditor';
import { builderWords } from './builderWords';
import { ConditionEditor } from './ConditionEditor';
import classes from './FormBuilder.module.css';
import { furtherSettings, kindSettings, mainSettings, summandsOf } from './fieldSettings';
import type { FieldDraft } from './formDraft';
import { blankField, type Locked } from './formEdits';
import { conditionsOf, type Outline } from './outline';

interface FieldEditorProps {
  editing: Editing;
  base: Pointer;
  field: FieldDraft;
  /** All fields of the form in few words; of a column: those of its row. */
  outline: Outline;
  locked: Locked;
  /** The key of the rows that the field is a column of. */
  row?: string;
  /** The titles of the sections, and which one the field stands in. */
  sections?: { titles: readonly string[]; own: number; move(to: number): void };
}

/** All that can be set of one field. */
export const FieldEditor = memo(function FieldEditor(props: FieldEditorProps) {
  const { editing, base, field, outline, locked, row, sections } = props;
  const w = useWords(builderWords);
  const inRow = row !== undefined;
  const { kind } = field;
  const isLocked = locked.has(inRow ? `${row}/${field.key}` : field.key);
  const earlier = useMemo(
    () =>
      outline.slice(
        0,
        outline.findIndex(({ key }) => key === field.key),
      ),
    [outline, field.key],
  );
  const main = useMemo(() => mainSettings(w, { locked: isLocked, inRow }), [w, isLocked, inRow]);
  const own = useMemo(() => kindSettings(w, kind, { summands: summandsOf(earlier) }), [w, kind, earlier]);
  const further = useMemo(() => furtherSettings(w, kind, inRow), [w, kind, inRow]);
  const others = useMemo(
    () =>
      conditionsOf(
        outline.filter(({ key }) => key !== field.key),
        w,
      ),
    [outline, field.key, w],
  );
  const conditions = useMemo(() => conditionsOf(earlier, w), [earlier, w]);
  const shared = { editing, around: field as Json, base };
  const faultyFurther = [`${base}/x-when`, `${base}/x-prefill`, `${base}/x-en`].some((at) =>
    [...editing.errors.keys()].some((error) => isWithin(error, at)),
  );
  return (
    <Stack gap="md">
      <DocumentFields {...shared} fields={main} />
      {isLocked && (
        <p id={fieldId(editing.form, `${base}/key`)} tabIndex={-1} className={classes.quiet}>
          {w('keyLocked', { key: field.key })}
        </p>
      )}
      {own.length > 0 && <DocumentFields {...shared} fields={own} />}
      {kind === 'time-range' && !inRow && (
        <BooksEditor
          editing={editing}
          pointer={`${base}/x-books`}
          value={field['x-books'] ?? []}
          others={others}
        />
      )}
      {(kind === 'mailbox' || kind === 'subdomain') && !inRow && (
        <AssetEditor
          editing={editing}
          pointer={`${base}/x-asset`}
          kind={kind}
          value={field['x-asset']}
          others={others}
        />
      )}
      {kind === 'rows' && <Columns editing={editing} base={base} field={field} locked={locked} />}
      <details className={classes.further} open={faultyFurther || Boolean(field['x-when']?.field)}>
        <summary>{w('further')}</summary>
        <Stack gap="md">
          <ConditionEditor
            editing={editing}
            pointer={`${base}/x-when`}
            value={field['x-when']}
            earlier={conditions}
          />
          <DocumentFields {...shared} fields={further} />
        </Stack>
      </details>
      {sections && sections.titles.length > 1 && (
        <NativeSelect
          label={w('moveTo')}
          value={String(sections.own)}
          data={sections.titles.map((title, index) => ({
            value: String(index),
            label: title || `${w('section')} ${index + 1}`,
          }))}
          onChange={(event) => sections.move(Number(event.currentTarget.value))}
        />
      )}
    </Stack>
  );
});

/** The columns of repeating rows: fields in a field. */
function Columns({
  editing,
  base,
  field,
  locked,
}: Pick<FieldEditorProps, 'editing' | 'base' | 'field' | 'locked'>) {
  const w = useWords(builderWords);
  const pointer = `${base}/columns`;
  const columns = field.columns ?? [];
  return (
    <ListEditor
      list={{
        kind: 'list',
        path: '/columns',
        label: w('columns'),
        item: w('column'),
        blank: blankField,
        fields: [],
        headline: (row) => (row as FieldDraft).title,
      }}
      id={fieldId(editing.form, pointer)}
      rows={columns}
      error={editing.errors.get(pointer)}
      onChange={(rows) => editing.onChange(pointer, rows)}
      isFaulty={(index) => [...editing.errors.keys()].some((at) => isWithin(at, `${pointer}/${index}`))}
    >
      {(row, index) => (
        <FieldEditor
          editing={editing}
          base={`${pointer}/${index}`}
          field={row as FieldDraft}
          outline={columns}
          locked={locked}
          row={field.key}
        />
      )}
    </ListEditor>
  );
}
