import { Checkbox, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { memo, useCallback } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import { fieldId } from '~/ui/formErrors';
import { Markdown } from '~/ui/Markdown';
import classes from './DocumentFields.module.css';
import type { ChoiceField, Field, ListField, SimpleField } from './fields';
import { isWithin, type Json, type Pointer, valueAt } from './json';
import { ListEditor } from './ListEditor';
import { RealInput } from './RealInput';

export interface Editing {
  /** The form's name, before the ids of its fields. */
  form: string;
  /** What is wrong with a field, by its pointer. */
  errors: ReadonlyMap<Pointer, string>;
  onChange(pointer: Pointer, value: Json): void;
}

interface DocumentFieldsProps {
  editing: Editing;
  fields: readonly Field[];
  /** The document, or the row of a list. */
  around: Json;
  /** Where `around` stands in the document. */
  base?: Pointer;
}

/** Fields as their descriptions say. Only the fields whose value has changed are drawn again. */
export function DocumentFields({ editing, fields, around, base = '' }: DocumentFieldsProps) {
  return (
    <Stack gap="md">
      {fields.map((field) =>
        field.when && !field.when(around) ? null : (
          <FieldInput
            key={field.path}
            editing={editing}
            field={field}
            pointer={base + field.path}
            value={valueAt(around, field.path)}
          />
        ),
      )}
    </Stack>
  );
}

interface FieldInputProps<F extends Field = Field> {
  editing: Editing;
  field: F;
  pointer: Pointer;
  value: Json | undefined;
}

const FieldInput = memo(function FieldInput({ field, ...rest }: FieldInputProps) {
  if (field.kind === 'list') return <ListInput field={field} {...rest} />;
  if ('options' in field) return <ChoiceInput field={field} {...rest} />;
  return <SimpleInput field={field} {...rest} />;
});

function ListInput({ editing, field, pointer, value }: FieldInputProps<ListField>) {
  const rows = Array.isArray(value) ? (value as readonly Json[]) : [];
  return (
    <ListEditor
      list={field}
      id={fieldId(editing.form, pointer)}
      rows={rows}
      error={editing.errors.get(pointer)}
      onChange={(changed) => editing.onChange(pointer, changed)}
      isFaulty={(index) => [...editing.errors.keys()].some((at) => isWithin(at, `${pointer}/${index}`))}
    >
      {(row, index) => (
        <DocumentFields editing={editing} fields={field.fields} around={row} base={`${pointer}/${index}`} />
      )}
    </ListEditor>
  );
}

function ChoiceInput({ editing, field, pointer, value }: FieldInputProps<ChoiceField>) {
  const { t } = useI18n();
  const common = {
    id: fieldId(editing.form, pointer),
    label: field.label,
    description: field.hint,
    error: editing.errors.get(pointer),
  };
  if (field.kind === 'choices') {
    const chosen = Array.isArray(value) ? value.map(String) : [];
    const [first] = field.options;
    return (
      <Checkbox.Group
        label={common.label}
        description={common.description}
        error={common.error}
        value={chosen}
        onChange={(codes) => editing.onChange(pointer, codes)}
      >
        <div className={classes.choices}>
          {field.options.map((option) => (
            <Checkbox
              key={option.value}
              // An error leads to the first of the choices.
              {...(option === first && { id: common.id })}
              value={option.value}
              label={option.label}
            />
          ))}
        </div>
      </Checkbox.Group>
    );
  }
  const current = typeof value === 'string' ? value : '';
  const known = field.options.some((option) => option.value === current);
  return (
    <NativeSelect
      {...common}
      data={[
        ...(known ? [] : [{ value: current, label: current || t('document.choose') }]),
        ...field.options,
      ]}
      value={current}
      onChange={(event) => editing.onChange(pointer, event.currentTarget.value)}
    />
  );
}

function SimpleInput({ editing, field, pointer, value }: FieldInputProps<SimpleField>) {
  const { form, errors, onChange } = editing;
  const set = useCallback((next: Json) => onChange(pointer, next), [onChange, pointer]);
  const common = {
    id: fieldId(form, pointer),
    label: field.label,
    description: field.hint,
    error: errors.get(pointer),
  };
  const text = typeof value === 'string' ? value : '';
  switch (field.kind) {
    case 'flag':
      return (
        <Checkbox
          {...common}
          checked={value === true}
          onChange={(event) => set(event.currentTarget.checked)}
        />
      );
    case 'number':
      return (
        <TextInput
          {...common}
          classNames={{ wrapper: classes.short }}
          inputMode="numeric"
          value={typeof value === 'number' && value !== 0 ? String(value) : ''}
          onChange={(event) => set(wholeNumber(event.currentTarget.value))}
        />
      );
    case 'real':
      return <RealInput {...common} className={classes.short} value={value} set={set} />;
    case 'limit':
      return <LimitInput {...common} value={value} set={set} />;
    case 'lines':
      return (
        <Textarea
          {...common}
          autosize
          minRows={2}
          maxRows={14}
          value={Array.isArray(value) ? value.join('\n') : ''}
          onChange={(event) =>
            set(event.currentTarget.value === '' ? [] : event.currentTarget.value.split('\n'))
          }
        />
      );
    case 'area':
    case 'markdown':
      return (
        <div>
          <Textarea
            {...common}
            autosize
            minRows={field.kind === 'markdown' ? 4 : 2}
            maxRows={20}
            value={text}
            onChange={(event) => set(event.currentTarget.value)}
          />
          {field.kind === 'markdown' && text.trim() !== '' && <MarkdownPreview text={text} />}
        </div>
      );
    case 'text':
      return <TextInput {...common} value={text} onChange={(event) => set(event.currentTarget.value)} />;
    default:
      return (
        <TextInput
          {...common}
          type={field.kind === 'colour' ? 'color' : 'date'}
          classNames={{ wrapper: classes.short }}
          value={text}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
  }
}

/** Shows the text as the public will read it, when it is asked for. */
function MarkdownPreview({ text }: { text: string }) {
  const { t } = useI18n();
  return (
    <details className={classes.preview}>
      <summary>{t('document.preview')}</summary>
      <div>
        <Markdown>{text}</Markdown>
      </div>
    </details>
  );
}

const bases = ['working_days', 'working_minutes', 'clock_hours'] as const;

interface LimitInputProps {
  id: string;
  label: string;
  description: string | undefined;
  error: string | undefined;
  value: Json | undefined;
  set(value: Json): void;
}

/** An amount of time and what it is counted in, or none. */
function LimitInput({ id, label, description, error, value, set }: LimitInputProps) {
  const { t } = useI18n();
  const amount = valueAt(value, '/amount');
  const basis = valueAt(value, '/basis');
  const none = typeof basis !== 'string';
  return (
    <fieldset className={classes.group}>
      <legend className={classes.label}>{label}</legend>
      {description && <p className={classes.hint}>{description}</p>}
      <div className={classes.limit}>
        {!none && (
          <TextInput
            id={id}
            aria-label={t('document.amount', { label })}
            inputMode="numeric"
            value={typeof amount === 'number' && amount !== 0 ? String(amount) : ''}
            error={Boolean(error)}
            onChange={(event) => set({ amount: wholeNumber(event.currentTarget.value), basis })}
          />
        )}
        <NativeSelect
          {...(none && { id })}
          aria-label={t('document.basis', { label })}
          data={[
            { value: '', label: t('document.noLimit') },
            ...bases.map((code) => ({ value: code, label: t(`basis.${code}`) })),
          ]}
          value={none ? '' : basis}
          onChange={({ currentTarget }) =>
            set(currentTarget.value ? { amount: amount ?? 1, basis: currentTarget.value } : null)
          }
        />
      </div>
      {error && <p className={classes.error}>{error}</p>}
    </fieldset>
  );
}

/** The digits of what was typed; none is 0. */
const wholeNumber = (text: string): number => Number(text.replace(/\D/g, '').slice(0, 9));
