import type { ReactNode } from 'react';
import type { Difference } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { type Field, fieldAt, type ListField } from '~/ui/document/fields';
import { isWithin, type Json, valueAt } from '~/ui/document/json';
import classes from './DifferenceList.module.css';
import type { ChangeLine } from './form/formDifference';
import { textDifference } from './textDifference';
import { catalogueWords } from './words';

interface DifferenceListProps {
  lines: readonly ChangeLine[];
}

/** The differences that the server found, in the words of the editor; those of the form are told by the builder. */
export const linesOf = (differences: readonly Difference[], fields: readonly Field[]): ChangeLine[] =>
  differences
    .filter(({ pointer }) => !isWithin(pointer, '/form'))
    .map(({ pointer, before, after }) => {
      const place = fieldAt(fields, pointer);
      return {
        title: place?.trail.join(' › ') ?? pointer,
        was: before as Json,
        is: after as Json,
        field: place?.field,
      };
    });

/** What differs between two versions, place by place. */
export function DifferenceList({ lines }: DifferenceListProps) {
  const w = useWords(catalogueWords);
  return (
    <ul className={classes.list}>
      {lines.map(({ title, was, is, field }, index) => {
        const change = isNothing(was) ? 'added' : isNothing(is) ? 'removed' : 'changed';
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: drawn anew as a whole
          <li key={index} className={classes.item}>
            <div className={classes.head}>
              <strong>{title}</strong>
              <span className={classes.change} data-change={change}>
                {w(change)}
              </span>
            </div>
            <Change was={was} is={is} field={field} />
          </li>
        );
      })}
    </ul>
  );
}

const isNothing = (value: Json): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

interface ChangeProps {
  was: Json;
  is: Json;
  field: Field | undefined;
}

/** Texts word by word; everything else as it was and as it is. */
function Change({ was, is, field }: ChangeProps) {
  if (typeof was === 'string' && typeof is === 'string' && !hasLabels(field)) {
    return (
      <p className={classes.text}>
        {textDifference(was, is).map(({ kind, text }, index) => {
          // biome-ignore-start lint/suspicious/noArrayIndexKey: drawn anew as a whole
          if (kind === 'added') return <ins key={index}>{text}</ins>;
          if (kind === 'removed') return <del key={index}>{text}</del>;
          return <span key={index}>{text}</span>;
          // biome-ignore-end lint/suspicious/noArrayIndexKey: drawn anew as a whole
        })}
      </p>
    );
  }
  return (
    <div className={classes.sides}>
      {!isNothing(was) && (
        <del>
          <Value value={was} field={field} />
        </del>
      )}
      {!isNothing(is) && (
        <ins>
          <Value value={is} field={field} />
        </ins>
      )}
    </div>
  );
}

/** Whether the value is a code for something that has a label. */
const hasLabels = (field: Field | undefined): boolean =>
  field !== undefined && ('options' in field || field.kind === 'limit');

/** A value in words: choices by their labels, rows by their fields. */
function Value({ value, field }: { value: Json; field: Field | undefined }): ReactNode {
  const w = useWords(catalogueWords);
  const { label, format } = useI18n();
  if (typeof value === 'boolean') return value ? w('yes') : w('no');
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') {
    if (field?.kind === 'limit') return label('basis', value);
    if (field && 'options' in field) {
      return field.options.find((option) => option.value === value)?.label ?? value;
    }
    return value;
  }
  if (value === null) return w('nothing');
  if (Array.isArray(value)) {
    return (
      <ul className={classes.values}>
        {value.map((item: Json, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: drawn anew as a whole
          <li key={index}>
            <Value value={item} field={field} />
          </li>
        ))}
      </ul>
    );
  }
  const amount = valueAt(value, '/amount');
  if (typeof amount === 'number') {
    return `${format.number(amount)} ${label('basis', String(valueAt(value, '/basis')))}`;
  }
  const parts = field?.kind === 'list' ? rowParts(field, value) : [];
  return parts.length === 0 ? (
    JSON.stringify(value)
  ) : (
    <dl className={classes.row}>
      {parts.map((part) => (
        <div key={part.field.path}>
          <dt>{part.field.label}</dt>
          <dd>
            <Value value={part.value} field={part.field} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

const rowParts = (list: ListField, row: Json) =>
  list.fields.flatMap((field) => {
    const value = valueAt(row, field.path) ?? null;
    return isNothing(value) ? [] : [{ field, value }];
  });
