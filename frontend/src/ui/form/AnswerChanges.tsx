import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import classes from './AnswerList.module.css';
import { AnswerText } from './AnswerText';
import { changedKeys, changedRows } from './changes';
import type { AnswerFile } from './formContext';
import { formWords } from './formWords';
import { kindOf, titleOf } from './kinds';
import type { Answers, Field, Form } from './types';

interface AnswerChangesProps {
  form: Form;
  before: Answers;
  after: Answers;
  files: ReadonlyMap<string, AnswerFile>;
}

/** What is different between two versions of the answers, field by field. */
export function AnswerChanges({ form, before, after, files }: AnswerChangesProps) {
  const { language } = useI18n();
  const w = useWords(formWords);
  const keys = changedKeys(form, before, after);
  if (keys.length === 0) return <p className={classes.quiet}>{w('noChanges')}</p>;
  return (
    <dl className={classes.list}>
      {keys.map((key) => {
        const field = form.properties[key];
        if (!field) return null;
        return (
          <div key={key}>
            <dt>{titleOf(field, language)}</dt>
            <dd className={classes.change}>
              {kindOf(field) === 'rows' ? (
                <RowChanges field={field} before={before[key]} after={after[key]} files={files} />
              ) : (
                <>
                  <del>
                    <span className={classes.quiet}>{w('before')}</span>
                    <AnswerText field={field} value={before[key]} files={files} />
                  </del>
                  <ins>
                    <span className={classes.quiet}>{w('after')}</span>
                    <AnswerText field={field} value={after[key]} files={files} />
                  </ins>
                </>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

interface RowChangesProps {
  field: Field;
  before: unknown;
  after: unknown;
  files: ReadonlyMap<string, AnswerFile>;
}

/** Of a list, the rows that were changed, removed or added, under their numbers. */
function RowChanges({ field, before, after, files }: RowChangesProps) {
  const w = useWords(formWords);
  const rows = (value: unknown) => (Array.isArray(value) ? value : []);
  return changedRows(rows(before), rows(after)).map(({ before: was, after: is }) => (
    <div key={`${was?.number}-${is?.number}`} className={classes.change}>
      {was && (
        <del>
          <span className={classes.quiet}>{w(is ? 'before' : 'rowIsGone')}</span>
          <AnswerText field={field} value={[was.row]} firstRow={was.number} files={files} />
        </del>
      )}
      {is && (
        <ins>
          <span className={classes.quiet}>{w(was ? 'after' : 'rowIsNew')}</span>
          <AnswerText field={field} value={[is.row]} firstRow={is.number} files={files} />
        </ins>
      )}
    </div>
  ));
}
