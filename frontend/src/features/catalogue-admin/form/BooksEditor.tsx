import { Checkbox, Group, Stack } from '@mantine/core';
import { resourceKinds } from '~/api/bookings';
import { useWords } from '~/i18n/useWords';
import type { Editing } from '~/ui/document/DocumentFields';
import type { Pointer } from '~/ui/document/json';
import { fieldId } from '~/ui/formErrors';
import { builderWords } from './builderWords';
import { type Condition, ConditionEditor } from './ConditionEditor';
import type { BooksDraft } from './formDraft';

interface BooksEditorProps {
  editing: Editing;
  pointer: Pointer;
  value: readonly BooksDraft[];
  /** The other fields of the form, which the conditions may name. */
  others: readonly Condition[];
}

/** Which kinds of resources a time range books, and when each. */
export function BooksEditor({ editing, pointer, value, others }: BooksEditorProps) {
  const w = useWords(builderWords);
  const chosen = value.map(({ kind }) => kind);
  return (
    <Stack gap="sm">
      <Checkbox.Group
        id={fieldId(editing.form, pointer)}
        label={w('books')}
        description={w('booksHint')}
        error={editing.errors.get(pointer)}
        value={chosen}
        onChange={(kinds) =>
          editing.onChange(
            pointer,
            resourceKinds
              .filter((kind) => kinds.includes(kind))
              .map((kind) => value.find((one) => one.kind === kind) ?? { kind }),
          )
        }
      >
        <Group gap="md" mt="xs">
          {resourceKinds.map((kind) => (
            <Checkbox key={kind} value={kind} label={w(`resource.${kind}`)} />
          ))}
        </Group>
      </Checkbox.Group>
      {value.map(({ kind, when }, index) => (
        <ConditionEditor
          key={kind}
          editing={editing}
          pointer={`${pointer}/${index}/when`}
          none={w('booksAlways')}
          label={w('booksWhen', { kind: w(`resource.${kind}`) })}
          value={when}
          earlier={others}
        />
      ))}
    </Stack>
  );
}
