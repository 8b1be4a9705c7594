import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { agencyAssetsQuery, assetKindsQuery } from '~/api/assets';
import { mayDo, useSession } from '~/api/useSession';
import { useWords } from '~/i18n/useWords';
import { type FieldProps, useFieldFrame } from './formContext';
import { formWords } from './formWords';
import { textOf } from './TextFields';

/**
 * A thing of one's agency in the register, by its name. Who records for others sees the register of all, and so
 * types the name.
 */
export function AssetField(props: FieldProps) {
  const w = useWords(formWords);
  const { user } = useSession();
  const { field, value, onChange } = props;
  const frame = useFieldFrame(props);
  const code = field['x-asset']?.kind ?? '';
  const forOthers = mayDo(user, 'ticket.notes.read');
  const kinds = useQuery(assetKindsQuery());
  const own = useQuery({ ...agencyAssetsQuery(code), enabled: !forOthers });
  const suffix = kinds.data?.find((kind) => kind.code === code)?.suffix ?? '';
  const name = textOf(value);
  if (forOthers || own.isError)
    return (
      <TextInput
        {...frame}
        autoCapitalize="none"
        spellCheck={false}
        value={name}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  const names = own.data?.map((asset) => asset.name.slice(0, asset.name.length - suffix.length)) ?? [];
  const none = own.data && kinds.data && names.length === 0;
  return (
    <NativeSelect
      {...frame}
      description={none ? w('noAssets') : frame.description}
      value={name}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: w('choose') },
        ...names.map((one) => ({ value: one, label: one + suffix })),
        // What was typed before, or taken from an earlier request, is not lost by being shown.
        ...(name && own.data && !names.includes(name)
          ? [{ value: name, label: w('notRegistered', { name: name + suffix }) }]
          : []),
      ]}
    />
  );
}
