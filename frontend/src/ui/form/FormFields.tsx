import { useCallbackRef } from '@mantine/hooks';
import { useI18n } from '~/i18n/I18nProvider';
import { Section } from '~/ui/Section';
import type { Checked } from './check';
import { FieldView } from './FieldView';
import classes from './FormFields.module.css';
import { useUnchanged } from './formContext';
import { fieldsOf, helpOf, kindOf, titleOf } from './kinds';
import type { Answers, Form } from './types';

interface FormFieldsProps {
  form: Form;
  answers: Answers;
  checked: Checked;
  onChange(change: (now: Answers) => Answers): void;
}

/** The questions of a form, in its sections, inside a FormContextProvider: the one renderer for every service. */
export function FormFields({ form, answers, checked, onChange }: FormFieldsProps) {
  const { language } = useI18n();
  const asked = useUnchanged(checked.asked);
  // The same function at each drawing: the fields need not be drawn again for it.
  const set = useCallbackRef((name: string, value: unknown) =>
    onChange((now) => ({ ...now, [name]: value })),
  );
  return form['x-sections'].map((section) => {
    const fields = fieldsOf(section, form).filter(({ key }) => asked.has(`/answers/${key}`));
    if (fields.length === 0) return null;
    return (
      <Section key={section.key} title={titleOf(section, language)}>
        {helpOf(section, language) && <p className={classes.lead}>{helpOf(section, language)}</p>}
        <div className={classes.fields}>
          {fields.map(({ key, field }) => (
            <FieldView
              key={key}
              group="/answers"
              name={key}
              field={field}
              value={(kindOf(field) === 'computed' ? checked.totals : answers)[key]}
              required={form.required?.includes(key) ?? false}
              asked={asked}
              onChange={set}
            />
          ))}
        </div>
      </Section>
    );
  });
}
