import { fits, formats } from './formats';
import { type FieldProps, useFieldFrame } from './formContext';
import { kindOf } from './kinds';
import { RegisteredName } from './RegisteredName';
import { textOf } from './TextFields';

/** The name of a mailbox, a subdomain and the like, with its domain behind it. */
export function NameField(props: FieldProps) {
  const { field, value, onChange } = props;
  const register = field['x-register'];
  const format = formats[kindOf(field)];
  const name = textOf(value);
  return (
    <RegisteredName
      {...useFieldFrame(props)}
      kind={register ?? kindOf(field)}
      placeholder={field.examples?.[0]}
      value={name}
      onChange={onChange}
      asks={register !== undefined && (!format || fits(format, name.trim().toLowerCase()))}
    />
  );
}
