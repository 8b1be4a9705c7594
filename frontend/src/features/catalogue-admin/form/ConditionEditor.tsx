import { Checkbox, Group, NativeSelect, Stack } from '@mantine/core';
import { useWords } from '~/i18n/useWords';
import type { Editing } from '~/ui/document/DocumentFields';
import type { Option } from '~/ui/document/fields';
import type { Pointer } from '~/ui/document/json';
import { fieldId } from '~/ui/formErrors';
import { builderWords } from './builderWords';
import type { ConditionDraft } from './formDraft';

/** A field that a condition may name, with its answers. */
export interface Condition {
  key: string;
  title: string;
  answers: readonly Option[];
}

interface ConditionEditorProps {
  editing: Editing;
  /** Where the condition stands. */
  pointer: Pointer;
  /** What hangs on it; the field itself where nothing is said. */
  label?: string;
  /** What it means to have no condition. */
  none?: string;
  value: ConditionDraft | null | undefined;
  /** What it may name. */
  earlier: readonly Condition[];
}

/** "Asked only if [field] has the answer [values]". */
export function ConditionEditor({ editing, pointer, label, none, value, earlier }: ConditionEditorProps) {
  const w = useWords(builderWords);
  const error = editing.errors.get(pointer);
  const field = value?.field ?? '';
  const named = earlier.find(({ key }) => key === field);
  return (
    <Stack gap="xs">
      <NativeSelect
        id={fieldId(editing.form, pointer)}
        label={label ?? w('condition')}
        description={label ? undefined : w('conditionHint')}
        error={error}
        data={[
          { value: '', label: none ?? w('always') },
          ...earlier.map(({ key, title }) => ({ value: key, label: title || key })),
          ...(field && !named ? [{ value: field, label: w('gone', { key: field }) }] : []),
        ]}
        value={field}
        onChange={({ currentTarget }) =>
          editing.onChange(pointer, currentTarget.value ? { field: currentTarget.value, is: [] } : null)
        }
      />
      {named && (
        <Checkbox.Group
          label={w('conditionIs')}
          value={value?.is ?? []}
          onChange={(is) => editing.onChange(pointer, { field, is })}
        >
          <Group gap="md" mt="xs">
            {named.answers.map((answer) => (
              <Checkbox key={answer.value} value={answer.value} label={answer.label} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
    </Stack>
  );
}
