import { useWords, words } from '~/i18n/useWords';
import type { AnswerFile } from '~/ui/form/formContext';
import { kindOf } from '~/ui/form/kinds';
import type { Answers, Form } from '~/ui/form/types';
import { Notice } from '~/ui/Notice';

const unsentWords = words(
  {
    title: 'Berkas berikut tidak ikut dikirim',
    text: 'Isiannya tidak ditanyakan lagi menurut jawaban Anda sekarang. Berkas ikut lagi bila jawaban itu Anda ubah kembali.',
  },
  {
    title: 'These files are not sent',
    text: 'With your present answers their fields are not asked. They come along again if you change those answers back.',
  },
);

interface UnsentFilesProps {
  form: Form;
  answers: Answers;
  /** The pointers of all fields that are asked. */
  asked: ReadonlySet<string>;
  files: ReadonlyMap<string, AnswerFile>;
}

/** Tells of files whose fields a condition has hidden since they were chosen. */
export function UnsentFiles({ form, answers, asked, files }: UnsentFilesProps) {
  const w = useWords(unsentWords);
  const unsent = Object.entries(form.properties).flatMap(([key, field]) => {
    const ids = answers[key];
    if (kindOf(field) !== 'files' || asked.has(`/answers/${key}`) || !Array.isArray(ids)) return [];
    return ids.flatMap((id) => files.get(id) ?? []);
  });
  return (
    <div role="status" hidden={unsent.length === 0}>
      {unsent.length > 0 && (
        <Notice tone="caution" title={w('title')}>
          <p>{w('text')}</p>
          <ul>
            {unsent.map(({ id, name }) => (
              <li key={id}>{name}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}
