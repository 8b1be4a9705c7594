import { Input, TextInput, type TextInputProps } from '@mantine/core';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { isGroup } from './check';
import classes from './FormFields.module.css';
import { type FieldProps, idOfPointer, useFormContext } from './formContext';
import { formWords } from './formWords';
import { helpOf, personMust, personParts, titleOf } from './kinds';
import { textOf } from './TextFields';

const helps: Readonly<Record<string, TextInputProps>> = {
  name: { maxLength: 160, autoComplete: 'off' },
  nip: { inputMode: 'numeric', maxLength: 24, autoComplete: 'off' },
  position: { maxLength: 160, autoComplete: 'off' },
  phone: { type: 'tel', inputMode: 'tel', maxLength: 24, autoComplete: 'off' },
  email: { type: 'email', inputMode: 'email', maxLength: 254, autoComplete: 'off' },
};

/** A person: name, NIP, position and how to reach them. */
export function PersonField({ pointer, field, value, required, onChange }: FieldProps) {
  const { t, language } = useI18n();
  const w = useWords(formWords);
  const { name, errors, warnings, disabled, onLeave } = useFormContext();
  const person = isGroup(value) ? value : {};
  const must = personMust(field);
  const error = errors.get(pointer);
  return (
    <fieldset className={classes.group} id={idOfPointer(name, pointer)} tabIndex={-1}>
      <legend>
        {titleOf(field, language)} {!required && t('common.optional')}
      </legend>
      {helpOf(field, language) && <p className={classes.help}>{helpOf(field, language)}</p>}
      {error && <Input.Error size="md">{error}</Input.Error>}
      <div className={classes.pair}>
        {personParts.map((part) => {
          const at = `${pointer}/${part}`;
          const warning = errors.has(at) ? undefined : warnings.get(at);
          return (
            <div key={part}>
              <TextInput
                {...helps[part]}
                id={idOfPointer(name, at)}
                label={
                  must.includes(part) ? w(`person.${part}`) : `${w(`person.${part}`)} ${t('common.optional')}`
                }
                error={errors.get(at)}
                disabled={disabled}
                value={textOf(person[part])}
                onChange={(event) => onChange({ ...person, [part]: event.currentTarget.value })}
                onBlur={() => onLeave(at)}
              />
              {warning && (
                <p className={classes.warning} role="status">
                  {warning}
                </p>
              )}
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
