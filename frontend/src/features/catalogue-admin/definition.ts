import type { Definition, Service, Step } from '~/api/types';
import { codesFor } from '~/lib/codes';
import type { Field } from '~/ui/document/fields';
import { tidied } from '~/ui/document/fields';
import { stepToEdit, stepToSend } from './stepForm';

/** What is edited of a version: everything but its number. */
export function definitionOf({ definition_version: _, ...definition }: Service): Definition {
  return { ...definition, steps: definition.steps.map(stepToEdit) } as Definition;
}

/** The keys of steps as they will be sent: one that was not given is made of the step's name. */
export const keysOf = (steps: readonly Step[]): string[] =>
  codesFor(
    steps.map(({ key, name }) => ({ code: key, name })),
    'langkah',
  );

/** The definition as it is sent: tidied, and every step with a key. */
export function toSend(definition: Definition, fields: readonly Field[]): Definition {
  const { steps, ...rest } = tidied(definition, fields) as Definition;
  const keys = keysOf(steps);
  return { ...rest, steps: steps.map((step, index) => ({ ...stepToSend(step), key: keys[index] ?? '' })) };
}
