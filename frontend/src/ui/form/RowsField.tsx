import { ActionIcon, Button, Input } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { ArrowDownIcon, ArrowUpIcon, PlusIcon, RemoveIcon } from '~/ui/icons';
import { isGroup } from './check';
import { FieldView } from './FieldView';
import classes from './FormFields.module.css';
import { type FieldProps, idOfPointer, useFormContext } from './formContext';
import { formWords } from './formWords';
import { fieldsOfRow, helpOf, kindOf, mostOf, titleOf } from './kinds';
import { moved } from './moved';
import type { Answers, Field } from './types';

interface RowsFieldProps extends FieldProps {
  /** The pointers of all fields that are asked. */
  asked: ReadonlySet<string>;
}

/** Rows of the same fields: one more, one less, in another order. */
export function RowsField({ pointer, field, value, required, onChange, asked }: RowsFieldProps) {
  const { t, language } = useI18n();
  const w = useWords(formWords);
  const { name, errors, disabled, uploads } = useFormContext();
  const rows: Answers[] = (Array.isArray(value) ? value : []).map((row) => (isGroup(row) ? row : {}));
  const [said, setSaid] = useState('');
  const [focus, focusOn] = useFocusLater();
  const keys = useRowKeys(rows.length);
  const fields = fieldsOfRow(field);
  const id = idOfPointer(name, pointer);
  const title = titleOf(field, language);
  const rowName = (index: number) => w('rowNumber', { index: index + 1 });
  const toolId = (tool: string, index: number) => `${id}-${index}-${tool}`;

  const add = () => {
    keys.add();
    onChange([...rows, {}]);
    focusOn(`${id}-${rows.length}`);
  };
  const remove = (index: number) => {
    keys.remove(index);
    onChange(rows.toSpliced(index, 1));
    for (const file of filesOf(field, rows[index])) uploads.remove?.(file);
    setSaid(w('rowRemoved', { name: rowName(index) }));
    focusOn(rows.length > 1 ? `${id}-${Math.min(index, rows.length - 2)}` : `${id}-add`);
  };
  const move = (index: number, by: -1 | 1) => {
    keys.move(index, by);
    onChange(moved(rows, index, by));
    setSaid(w('rowMoved', { name: rowName(index), index: index + by + 1 }));
    const atEnd = by < 0 ? index + by === 0 : index + by === rows.length - 1;
    // The button that was pressed, now on the row's new place; at the end it cannot be pressed any more.
    focusOn(toolId(by < 0 === atEnd ? 'down' : 'up', index + by));
  };
  const error = errors.get(pointer);

  return (
    <fieldset className={classes.group} id={id} tabIndex={-1} ref={focus}>
      <legend>
        {title} {!required && t('common.optional')}
      </legend>
      {helpOf(field, language) && <p className={classes.help}>{helpOf(field, language)}</p>}
      {error && <Input.Error size="md">{error}</Input.Error>}
      {rows.length === 0 && <p className={classes.help}>{w('noRows')}</p>}
      <ol className={classes.rows}>
        {rows.map((row, index) => (
          <li key={keys.of(index)}>
            <fieldset className={classes.row} id={`${id}-${index}`} tabIndex={-1}>
              <legend className="visually-hidden">
                {title}, {rowName(index)}
              </legend>
              <div className={classes.rowHead}>
                <span aria-hidden="true">{rowName(index)}</span>
                <span className={classes.tools}>
                  <ActionIcon
                    variant="subtle"
                    size="lg"
                    id={toolId('up', index)}
                    aria-label={w('moveUp', { name: rowName(index) })}
                    disabled={disabled || index === 0}
                    onClick={() => move(index, -1)}
                  >
                    <ArrowUpIcon size={18} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    size="lg"
                    id={toolId('down', index)}
                    aria-label={w('moveDown', { name: rowName(index) })}
                    disabled={disabled || index === rows.length - 1}
                    onClick={() => move(index, 1)}
                  >
                    <ArrowDownIcon size={18} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    size="lg"
                    aria-label={w('remove', { name: rowName(index) })}
                    disabled={disabled}
                    onClick={() => remove(index)}
                  >
                    <RemoveIcon size={18} />
                  </ActionIcon>
                </span>
              </div>
              {fields
                .filter(({ key }) => asked.has(`${pointer}/${index}/${key}`))
                .map(({ key, field: cell }) => (
                  <FieldView
                    key={key}
                    group={`${pointer}/${index}`}
                    name={key}
                    field={cell}
                    value={row[key]}
                    required={field.items?.required?.includes(key) ?? false}
                    asked={asked}
                    onChange={(_, next) => onChange(rows.with(index, { ...row, [key]: next }))}
                  />
                ))}
            </fieldset>
          </li>
        ))}
      </ol>
      <div>
        <Button
          id={`${id}-add`}
          variant="default"
          size="sm"
          leftSection={<PlusIcon size={16} />}
          disabled={disabled || rows.length >= mostOf(field)}
          onClick={add}
        >
          {w('addRow')}
          <span className="visually-hidden">: {title}</span>
        </Button>
      </div>
      <p role="status" className="visually-hidden">
        {said}
      </p>
    </fieldset>
  );
}

/** The files that a row names. */
const filesOf = (field: Field, row: Answers = {}): string[] =>
  fieldsOfRow(field).flatMap(({ key, field: cell }) => {
    const ids = kindOf(cell) === 'files' ? row[key] : undefined;
    return Array.isArray(ids) ? ids : [];
  });

/** Keys that stay with their rows when these move, so that what is half-typed moves along. */
function useRowKeys(length: number) {
  const next = useRef(0);
  const keys = useRef<number[]>([]);
  // Rows may also come and go from outside, with another version of the answers.
  while (keys.current.length < length) keys.current.push(next.current++);
  if (keys.current.length > length) keys.current.length = length;
  return {
    of: (index: number) => keys.current[index],
    add: () => keys.current.push(next.current++),
    remove: (index: number) => keys.current.splice(index, 1),
    move: (index: number, by: -1 | 1) => {
      keys.current = moved(keys.current, index, by);
    },
  };
}

/** Moves the focus to an element once the next rendering has made it; to its first input where it is a row. */
function useFocusLater() {
  const root = useRef<HTMLFieldSetElement>(null);
  const [wanted, setWanted] = useState<{ id: string } | null>(null);
  useEffect(() => {
    if (!wanted) return;
    const target = document.getElementById(wanted.id);
    const input =
      target instanceof HTMLFieldSetElement
        ? target.querySelector<HTMLElement>('input:not([aria-hidden]), textarea, select')
        : null;
    (input ?? target)?.focus();
  }, [wanted]);
  return [root, (id: string) => setWanted({ id })] as const;
}
