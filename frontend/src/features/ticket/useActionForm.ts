import { valibotResolver } from '@hookform/resolvers/valibot';
import { type DefaultValues, type FieldValues, useForm } from 'react-hook-form';
import type { GenericSchema } from 'valibot';
import type { Action, ActionInputs, VersionedTicket } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import { inputErrors, serverErrors } from '~/ui/formErrors';
import { useTicketAction } from './useTicketAction';

interface ActionFormOptions<Name extends Action, Values extends FieldValues> {
  action: Name;
  versioned: VersionedTicket;
  onDone(): void;
  schema: GenericSchema<Values, Values>;
  defaultValues: DefaultValues<Values>;
  /** In the order of the screen, for the error summary; those of a part with state of its own among them. */
  fields: readonly string[];
  /** Fields that the API calls otherwise: its name to ours. */
  names?: Readonly<Record<string, string>>;
  toInput(values: Values): ActionInputs[Name];
}

/** A form whose submission is an action on a request. The form's name is the action's. */
export function useActionForm<Name extends Action, Values extends FieldValues>({
  action,
  versioned,
  onDone,
  schema,
  defaultValues,
  fields,
  names,
  toInput,
}: ActionFormOptions<Name, Values>) {
  const { t } = useI18n();
  const form = useForm<Values>({
    resolver: valibotResolver(schema),
    defaultValues,
    shouldFocusError: false,
  });
  const mutation = useTicketAction(versioned, action, onDone);
  const problems = inputErrors(action, form.formState.errors, fields);
  return {
    ...form,
    errors: form.formState.errors,
    frame: {
      summary: problems.length > 0 ? problems : serverErrors(action, mutation.error, fields, t, names),
      attempt: form.formState.submitCount + mutation.failureCount,
      pending: mutation.isPending,
      fraction: mutation.fraction,
      onSubmit: form.handleSubmit((values) => mutation.mutate(toInput(values))),
    },
  };
}

/** The file of a field that takes one and must have it; the form's schema has seen to that. */
export function onlyFile(files: readonly File[]): File {
  const [file] = files;
  if (!file) throw new RangeError('a required file is missing');
  return file;
}
