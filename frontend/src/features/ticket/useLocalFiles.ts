import { useMemo, useState } from 'react';
import type { AnswerFile, Uploads } from '~/ui/form/formContext';
import { kindOf } from '~/ui/form/kinds';
import type { Answers, Form } from '~/ui/form/types';

interface LocalFiles extends Uploads {
  /** The answers without the fields of files, and the files by the key of their field. */
  toSend(form: Form, answers: Answers): { answers: Answers; files: { key: string; file: File }[] };
}

/** Files that stay in the browser until the request is sent with all of them at once, as the counter does it. */
export function useLocalFiles(): LocalFiles {
  const [chosen, setChosen] = useState<ReadonlyMap<string, AnswerFile & { file: File }>>(new Map());
  return useMemo(
    () => ({
      files: chosen,
      send: async (file, pointer) => {
        const id = `${pointer}/${file.name}/${file.size}/${file.lastModified}`;
        const local = { id, name: file.name, size: file.size, media_type: file.type, file };
        setChosen((now) => new Map(now).set(id, local));
        return local;
      },
      toSend: (form, answers) => {
        const left: Record<string, unknown> = { ...answers };
        const files: { key: string; file: File }[] = [];
        for (const [key, field] of Object.entries(form.properties)) {
          if (kindOf(field) !== 'files') continue;
          const ids = left[key];
          delete left[key];
          for (const id of Array.isArray(ids) ? ids : []) {
            const local = chosen.get(id);
            if (local) files.push({ key, file: local.file });
          }
        }
        return { answers: left, files };
      },
    }),
    [chosen],
  );
}
