import { Button, FileButton, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { readDefinitionFile } from '~/api/catalogueAdmin';
import { ApiError } from '~/api/problem';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { describeError } from '~/ui/describeError';
import type { Json, Pointer } from '~/ui/document/json';
import { Notice } from '~/ui/Notice';
import { definitionOf } from './definition';
import { builderWords } from './form/builderWords';

interface ServiceFileProps {
  /** The code that the file must have; left out: any. */
  code?: string;
  set(pointer: Pointer, value: Json): void;
}

/** Loads a definition from a file into the editor, where it is looked at before it is saved as a draft. */
export function ServiceFile({ code, set }: ServiceFileProps) {
  const w = useWords(builderWords);
  const { t } = useI18n();
  const read = useMutation({
    mutationFn: async (file: File) => {
      const definition = await readDefinitionFile(file);
      const fits = code === undefined || definition.code === code;
      if (fits) set('', definitionOf({ ...definition, definition_version: 0 }) as Json);
      return { fits, code: definition.code };
    },
  });
  const faults = read.error instanceof ApiError ? read.error.fields : [];
  return (
    <>
      <Group gap="sm" my="md">
        <FileButton accept=".yaml,.yml,.json" onChange={(file) => file && read.mutate(file)}>
          {(props) => (
            <Button {...props} variant="default" size="sm" loading={read.isPending}>
              {w('importFile')}
            </Button>
          )}
        </FileButton>
        <span>{w('importHint')}</span>
      </Group>
      {read.isError && (
        <Notice tone="negative" title={w('importFailed')} live>
          {faults.length === 0 ? (
            describeError(read.error, t).text
          ) : (
            <ul>
              {faults.map(({ pointer, detail }) => (
                <li key={pointer + detail}>{detail}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      {read.data && (
        <Notice tone={read.data.fits ? 'positive' : 'caution'} live>
          {read.data.fits ? w('imported') : w('importedOther', { code: read.data.code })}
        </Notice>
      )}
    </>
  );
}
