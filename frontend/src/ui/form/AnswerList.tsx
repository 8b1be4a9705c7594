import { useI18n } from '~/i18n/I18nProvider';
import { office } from '~/lib/office';
import { todayInOffice } from '~/lib/officeTime';
import classes from './AnswerList.module.css';
import { AnswerText } from './AnswerText';
import { check } from './check';
import type { AnswerFile } from './formContext';
import { fieldsOf, titleOf } from './kinds';
import type { Answers, Form } from './types';

interface AnswerListProps {
  form: Form;
  answers: Answers;
  files: ReadonlyMap<string, AnswerFile>;
  /** What is unusual in an answer, by its pointer; for those who judge it. */
  warnings?: ReadonlyMap<string, string>;
}

/** The answers of a form, section by section, to be read. What was not asked is not there. */
export function AnswerList({ form, answers, files, warnings }: AnswerListProps) {
  const { language } = useI18n();
  const { asked, clean } = check(form, answers, { today: todayInOffice(), timeZone: office.timeZone });
  return form['x-sections'].map((section) => {
    const fields = fieldsOf(section, form).filter(({ key }) => asked.has(`/answers/${key}`));
    if (fields.length === 0) return null;
    return (
      <div key={section.key} className={classes.section}>
        <h3 className={classes.title}>{titleOf(section, language)}</h3>
        <dl className={classes.list}>
          {fields.map(({ key, field }) => (
            <div key={key}>
              <dt>{titleOf(field, language)}</dt>
              <dd>
                <AnswerText field={field} value={answers[key] ?? clean[key]} files={files} />
                {[...(warnings ?? [])]
                  .filter(
                    ([pointer]) => pointer === `/answers/${key}` || pointer.startsWith(`/answers/${key}/`),
                  )
                  .map(([pointer, text]) => (
                    <p key={pointer} className={classes.warning}>
                      {text}
                    </p>
                  ))}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    );
  });
}
