import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { editionToEdit, saveService } from '~/api/catalogueAdmin';
import { useSession } from '~/api/useSession';
import { useWords } from '~/i18n/useWords';
import { useDocument } from '~/ui/document/useDocument';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { DefinitionEditor } from './DefinitionEditor';
import { definitionOf, type EditedDefinition, toSend } from './definition';
import classes from './EditServicePage.module.css';
import { ServiceFile } from './ServiceFile';
import { type ServiceContext, ServiceFrame } from './ServiceFrame';
import { useDefinitionGroups } from './useDefinitionGroups';
import { useServiceChange } from './useServiceChange';
import { VersionPreview } from './VersionPreview';
import { catalogueWords } from './words';

const route = getRouteApi('/signed-in/admin/layanan/$code');

/** The editor of a service for those who keep it, its text for those who may only read. */
export function EditServicePage() {
  const { code } = route.useParams();
  return (
    <ServiceFrame key={code} code={code}>
      {(context) =>
        context.mayManage ? (
          <Editor {...context} />
        ) : (
          <VersionPreview
            code={code}
            number={context.kept.edition.number}
            state={context.kept.edition.state}
          />
        )
      }
    </ServiceFrame>
  );
}

function Editor({ kept, publish, tell }: ServiceContext) {
  const w = useWords(catalogueWords);
  const navigate = route.useNavigate();
  const { user } = useSession();
  const { history, etag, edition, service } = kept;
  const { code } = history;
  const [note, setNote] = useState('');
  const server = useMemo(() => ({ value: definitionOf(service), etag }), [service, etag]);
  const document = useDocument<EditedDefinition>(server, `elayanan.layanan.${user?.id}.${code}`);
  const groups = useDefinitionGroups(document.value.steps);
  const save = useServiceChange(async (sent: EditedDefinition) => {
    const fields = groups.flatMap((group) => group.fields);
    const definition = toSend(sent, fields);
    const taken = await saveService(code, document.etag, {
      definition,
      ...(note.trim() && { note: note.trim() }),
    });
    document.saved(sent, {
      value: definitionOf({ ...definition, definition_version: edition.number }),
      etag: taken.etag,
    });
    setNote('');
    return editionToEdit(taken.history).number;
  });

  /** Saves what is not saved yet, then goes on with the draft's number. */
  const saveThen = (next: (number: number) => void) => {
    if (!document.dirty) return next(edition.number);
    save.mutate(document.value, { onSuccess: next });
  };

  const isDraft = edition.state === 'draft';
  return (
    <>
      <div className={classes.about}>
        <Notice tone="info">
          {edition.state === 'scheduled'
            ? w('editingScheduled', { number: edition.number })
            : isDraft
              ? w('editing', { number: edition.number })
              : w('editingPublished', { number: edition.number })}
        </Notice>
        <ServiceFile code={code} set={document.set} />
      </div>
      <DefinitionEditor
        groups={groups}
        document={document}
        note={note}
        onNoteChange={setNote}
        error={save.error}
        failures={save.failureCount}
        pending={save.isPending}
        outdatedAction={
          <LinkButton
            to="/admin/layanan/$code/versi/$number"
            params={{ code, number: String(edition.number) }}
            target="_blank"
            variant="default"
            size="sm"
          >
            {w('seeNewest')} {w('conflictInNewTab')}
          </LinkButton>
        }
        onSubmit={() => saveThen((number) => tell(w('saved', { number })))}
      >
        <Button
          variant="default"
          size="sm"
          disabled={save.isPending}
          onClick={() =>
            saveThen((number) =>
              navigate({
                to: '/admin/layanan/$code/versi/$number',
                params: { code, number: String(number) },
                ignoreBlocker: true,
              }),
            )
          }
        >
          {document.dirty ? w('saveAndPreview') : w('tab.preview')}
        </Button>
        {(document.dirty || isDraft) && (
          <Button
            variant={document.dirty ? 'default' : 'filled'}
            size="sm"
            disabled={save.isPending}
            onClick={() => saveThen(publish)}
          >
            {document.dirty ? w('saveAndPublish') : w('publish')}
          </Button>
        )}
      </DefinitionEditor>
    </>
  );
}
