import { type Control, Controller, type FieldPath, type FieldValues } from 'react-hook-form';
import { office } from '~/lib/office';
import { FileDrop } from './FileDrop';
import { fieldId, messageOf } from './formErrors';

interface FileFieldProps<Values extends FieldValues> {
  form: string;
  name: FieldPath<Values>;
  control: Control<Values>;
  label: string;
  description?: string;
  required?: boolean;
  multiple?: boolean;
  disabled?: boolean;
  /** What the server found wrong; the form's own finding comes first. */
  fault?: string | undefined;
}

/** FileDrop as a field of a form; the first wrong file speaks for the field. */
export function FileField<Values extends FieldValues>({
  form,
  name,
  control,
  fault,
  ...drop
}: FileFieldProps<Values>) {
  return (
    <Controller
      name={name}
      control={control}
      render={({ field, formState }) => (
        <FileDrop
          {...drop}
          id={fieldId(form, name)}
          files={field.value}
          onChange={field.onChange}
          limit={office.fileLimit}
          error={messageOf(formState.errors[name]) ?? fault}
          ref={field.ref}
        />
      )}
    />
  );
}
