import { Checkbox, Stack } from '@mantine/core';
import { useWords } from '~/i18n/useWords';
import type { Editing } from '~/ui/document/DocumentFields';
import type { Pointer } from '~/ui/document/json';
import { fieldId } from '~/ui/formErrors';
import { builderWords } from './builderWords';
import { type Condition, ConditionEditor } from './ConditionEditor';
import type { AssetDraft } from './formDraft';

interface AssetEditorProps {
  editing: Editing;
  pointer: Pointer;
  /** The kind of thing that a field of this kind names. */
  kind: string;
  value: AssetDraft | null | undefined;
  /** The other fields of the form, which the condition may name. */
  others: readonly Condition[];
}

/** Whether the answer names a thing that the agency has already, and when that thing is to be retired. */
export function AssetEditor({ editing, pointer, kind, value, others }: AssetEditorProps) {
  const w = useWords(builderWords);
  return (
    <Stack gap="sm">
      <Checkbox
        id={fieldId(editing.form, pointer)}
        label={w('namesAsset')}
        description={w('namesAssetHint')}
        error={editing.errors.get(pointer)}
        checked={Boolean(value)}
        onChange={(event) => editing.onChange(pointer, event.currentTarget.checked ? { kind } : null)}
      />
      {value && (
        <ConditionEditor
          editing={editing}
          pointer={`${pointer}/retire`}
          label={w('assetRetire')}
          none={w('never')}
          value={value.retire}
          earlier={others}
        />
      )}
    </Stack>
  );
}
