import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { createService } from '~/api/catalogueAdmin';
import { useSession } from '~/api/useSession';
import { useWords } from '~/i18n/useWords';
import { codeFrom } from '~/lib/codes';
import type { Json, Pointer } from '~/ui/document/json';
import { useDocument, type Versioned } from '~/ui/document/useDocument';
import { Page } from '~/ui/Page';
import { DefinitionEditor } from './DefinitionEditor';
import { type EditedDefinition, toSend } from './definition';
import { blankDefinition } from './definitionForm';
import { ServiceFile } from './ServiceFile';
import { useDefinitionGroups } from './useDefinitionGroups';
import { useServiceChange } from './useServiceChange';
import { catalogueWords } from './words';

const route = getRouteApi('/signed-in/admin/layanan-baru');

const nothing: Versioned<EditedDefinition> = { value: blankDefinition, etag: '' };

/** A service that is not there yet; the first saving makes it, as a draft. */
export function NewServicePage() {
  const w = useWords(catalogueWords);
  const navigate = route.useNavigate();
  const { user } = useSession();
  const [note, setNote] = useState('');
  const document = useFollowingCode(useDocument<EditedDefinition>(nothing, `elayanan.layanan.${user?.id}`));
  const groups = useDefinitionGroups(document.value.steps, true);
  const create = useServiceChange(async (sent: EditedDefinition) => {
    const fields = groups.flatMap((group) => group.fields);
    const definition = toSend(sent, fields);
    const taken = await createService({ definition, ...(note.trim() && { note: note.trim() }) });
    document.saved(sent, { value: sent, etag: taken.etag });
    return definition.code;
  });
  return (
    <Page
      title={w('newTitle')}
      lead={w('newLead')}
      crumbs={[{ label: w('title'), link: { to: '/admin/layanan' } }]}
    >
      <ServiceFile set={document.set} />
      <DefinitionEditor
        groups={groups}
        document={document}
        note={note}
        onNoteChange={setNote}
        error={create.error}
        failures={create.failureCount}
        pending={create.isPending}
        onSubmit={() =>
          create.mutate(document.value, {
            onSuccess: (code) =>
              navigate({ to: '/admin/layanan/$code', params: { code }, replace: true, ignoreBlocker: true }),
          })
        }
      />
    </Page>
  );
}

/** The code follows the name for as long as nobody has written another one. */
function useFollowingCode(document: ReturnType<typeof useDocument<EditedDefinition>>) {
  const { set } = document;
  const { name, code } = document.value;
  const follows = code === codeFrom(name);
  const setBoth = useCallback(
    (pointer: Pointer, value: Json) => {
      set(pointer, value);
      if (pointer === '/name' && follows) set('/code', codeFrom(String(value)));
    },
    [set, follows],
  );
  return useMemo(() => ({ ...document, set: setBoth }), [document, setBoth]);
}
