import { ActionIcon, Button } from '@mantine/core';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import { ArrowDownIcon, ArrowUpIcon, PlusIcon, RemoveIcon } from '~/ui/icons';
import type { ListField } from './fields';
import type { Json } from './json';
import classes from './ListEditor.module.css';
import { inserted, moved, removed } from './rows';

interface ListEditorProps {
  list: ListField;
  /** The id that an error about the list as a whole leads to. */
  id: string;
  rows: readonly Json[];
  error?: string | undefined;
  onChange(rows: readonly Json[]): void;
  /** Whether something in the row is wrong, so that it must be open. */
  isFaulty(index: number): boolean;
  /** The fields of a row are drawn only once it has been opened: for long lists. */
  lazy?: boolean;
  /** A few words beside the headline of a closed row. */
  aside?(row: Json): string;
  /** The fields of a row. */
  children(row: Json, index: number): ReactNode;
}

/** Rows of a list that are opened one by one, added, moved and removed; removing can be undone. */
export function ListEditor({
  list,
  id,
  rows,
  error,
  onChange,
  isFaulty,
  lazy = false,
  aside,
  children,
}: ListEditorProps) {
  const { t } = useI18n();
  const titleId = useId();
  const keys = useRowKeys(rows.length);
  const [taken, setTaken] = useState<{ row: Json; index: number } | null>(null);
  const [said, setSaid] = useState('');
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const box = useRef<HTMLFieldSetElement>(null);
  const focusNext = useRef<string[]>([]);
  const editable = list.blank !== null;

  // After a row has come, gone or moved, focus goes to the first of these that is there and can take it.
  useEffect(() => {
    for (const selector of focusNext.current) {
      const element = box.current?.querySelector<HTMLElement>(selector);
      if (!element) continue;
      element.focus();
      break;
    }
    focusNext.current = [];
  });

  const add = (row: Json, index: number) => {
    keys.insert(index);
    focusNext.current = [`${rowAt(index)} :is(input, textarea, select)`];
    setTaken(null);
    setSaid('');
    onChange(inserted(rows, index, row));
  };
  const remove = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    keys.remove(index);
    focusNext.current = [':scope > p > [data-undo]'];
    setTaken({ row, index });
    setSaid(t('document.removed', { item: `${list.item} ${index + 1}` }));
    onChange(removed(rows, index));
  };
  const move = (from: number, to: number) => {
    keys.move(from, to);
    const way = to < from ? 'up' : 'down';
    focusNext.current = [
      `${rowAt(to)} > div > [data-move="${way}"]:not(:disabled)`,
      `${rowAt(to)} > div > [data-move]:not(:disabled)`,
    ];
    setTaken(null);
    setSaid(t('document.moved', { item: list.item, place: to + 1 }));
    onChange(moved(rows, from, to));
  };

  return (
    <fieldset ref={box} id={id} tabIndex={-1} aria-labelledby={titleId} className={classes.list}>
      <legend id={titleId} className={classes.title}>
        {list.label}
      </legend>
      {list.hint && <p className={classes.hint}>{list.hint}</p>}
      {error && <p className={classes.error}>{error}</p>}
      {rows.length === 0 && <p className={classes.hint}>{t('document.noRows')}</p>}
      <ol className={classes.rows}>
        {rows.map((row, index) => {
          const name = `${list.item} ${index + 1}`;
          const key = keys.at(index);
          const open = isFaulty(index) || keys.isFresh(index);
          return (
            <li key={key} data-row={index} className={classes.row}>
              <details
                open={open}
                onToggle={(event) => {
                  if (lazy && event.currentTarget.open) setOpened((now) => new Set(now).add(key));
                }}
              >
                <summary>
                  <span className={classes.number}>{index + 1}</span>
                  <span className={classes.headline}>
                    {list.headline(row) || <em>{t('document.untitled', { item: list.item })}</em>}
                  </span>
                  {aside && <span className={classes.aside}>{aside(row)}</span>}
                </summary>
                {(!lazy || open || opened.has(key)) && (
                  <div className={classes.fields}>{children(row, index)}</div>
                )}
              </details>
              {editable && (
                <div className={classes.tools}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="lg"
                    data-move="up"
                    disabled={index === 0}
                    aria-label={t('document.moveUp', { item: name })}
                    onClick={() => move(index, index - 1)}
                  >
                    <ArrowUpIcon />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="lg"
                    data-move="down"
                    disabled={index === rows.length - 1}
                    aria-label={t('document.moveDown', { item: name })}
                    onClick={() => move(index, index + 1)}
                  >
                    <ArrowDownIcon />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="lg"
                    aria-label={t('document.remove', { item: name })}
                    onClick={() => remove(index)}
                  >
                    <RemoveIcon />
                  </ActionIcon>
                </div>
              )}
            </li>
          );
        })}
      </ol>
      <p role="status" className={taken ? classes.undo : 'visually-hidden'}>
        {said}
        {taken && (
          <Button variant="subtle" size="compact-md" data-undo onClick={() => add(taken.row, taken.index)}>
            {t('document.undo')}
          </Button>
        )}
      </p>
      {list.blank !== null && (
        <Button
          variant="default"
          size="sm"
          leftSection={<PlusIcon size={18} />}
          onClick={() => add(list.blank, rows.length)}
        >
          {t('document.add', { item: list.item.toLocaleLowerCase() })}
        </Button>
      )}
    </fieldset>
  );
}

/** Finds a row of this list, not one of a list inside its rows. */
const rowAt = (index: number) => `:scope > ol > [data-row="${index}"]`;

/** Keys that follow the rows wherever they move, so that an open row stays open and keeps what it shows. */
function useRowKeys(length: number) {
  const [state, setState] = useState(() => ({ keys: numbered(length), next: length, fresh: -1 }));
  // Another document has come, with another number of rows.
  if (state.keys.length !== length) setState({ keys: numbered(length), next: length, fresh: -1 });
  return {
    at: (index: number) => state.keys[index] ?? index,
    /** The row that was added last is open from the start. */
    isFresh: (index: number) => state.keys[index] === state.fresh,
    insert: (index: number) =>
      setState(({ keys, next }) => ({ keys: inserted(keys, index, next), next: next + 1, fresh: next })),
    remove: (index: number) => setState((now) => ({ ...now, keys: removed(now.keys, index) })),
    move: (from: number, to: number) => setState((now) => ({ ...now, keys: moved(now.keys, from, to) })),
  };
}

const numbered = (length: number): number[] => Array.from({ length }, (_, index) => index);
