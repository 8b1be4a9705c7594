import { Button, FileButton, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { readDefinitionFile } from '~/api/catalogueAdmin';
import { ApiError } from '~/api/problem';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { describeError } from '~/ui/describeError';
import type { Json, Pointer } from '~/ui/document/json';
import { Notice } from '~/ui/Notice';
import { definitionOf } from './definition';
import { builderWords } from './form/builderWords';
import classes from './ServiceFile.module.css';

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
  const again = useRef<() => void>(null);
  return (
    <Stack gap="sm" my="md">
      <Group gap="sm">
        <FileButton
          accept=".yaml,.yml,.json"
          resetRef={again}
          onChange={(file) => {
            if (file) read.mutate(file);
            again.current?.(); // so that the same file, mended, can be chosen again
          }}
        >
          {(props) => (
            <Button {...props} variant="default" size="sm" loading={read.isPending}>
              {w('importFile')}
            </Button>
          )}
        </FileButton>
        <span className={classes.quiet}>{w('importHint')}</span>
      </Group>
      {read.isError && (
        <Notice tone="negative" title={w('importFailed')} live>
          {faults.length > 1 ? (
            <ul className={classes.faults}>
              {faults.map(({ pointer, detail }) => (
                <li key={pointer + detail}>{detail}</li>
              ))}
            </ul>
          ) : (
            (faults[0]?.detail ?? describeError(read.error, t).text)
          )}
        </Notice>
      )}
      {read.data && (
        <Notice tone={read.data.fits ? 'positive' : 'caution'} live>
          {read.data.fits ? w('imported') : w('importedOther', { code: read.data.code })}
        </Notice>
      )}
    </Stack>
  );
}
