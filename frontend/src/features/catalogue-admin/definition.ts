import type { Definition, Service, Step } from '~/api/types';
import { codesFor } from '~/lib/codes';
import type { Field } from '~/ui/document/fields';
import { tidied } from '~/ui/document/fields';
import type { Json } from '~/ui/document/json';
import { type FormDraft, toDraft, toForm } from './form/formDraft';
import { stepToEdit, stepToSend } from './stepForm';

/** A definition as it is edited: its form with the fields in their places, or none. */
export type EditedDefinition = Omit<Definition, 'form' | 'example'> & {
  form?: FormDraft | null;
  example?: Definition['example'] | null;
};

/** What is edited of a version: everything but its number. */
export function definitionOf({ definition_version: _, form, ...definition }: Service): EditedDefinition {
  return {
    ...definition,
    steps: definition.steps.map(stepToEdit),
    ...(form && { form: toDraft(form) }),
  } as EditedDefinition;
}

/** The keys of steps as they will be sent: one that was not given is made of the step's name. */
export const keysOf = (steps: readonly Step[]): string[] =>
  codesFor(
    steps.map(({ key, name }) => ({ code: key, name })),
    'langkah',
  );

/**
 * Steps after one of them was edited, where the branches that led to it follow its key. `known`: the key by which they
 * know it. While somebody types, a key may be none or that of another step for a moment; then they wait, and know the
 * step by the same key as before.
 */
export function branchesFollow(steps: readonly Step[], index: number, known: string) {
  const keys = keysOf(steps);
  const key = keys[index] ?? '';
  if (key === '' || keys.indexOf(key) !== keys.lastIndexOf(key)) return { steps, known };
  const followed = steps.map(({ branches, ...step }) => ({
    ...step,
    ...(branches && { branches: branches.map((one) => (one.to === known ? { ...one, to: key } : one)) }),
  }));
  return { steps: followed, known: key };
}

/** The definition as it is sent: tidied, every step with a key, the form as the profile has it. */
export function toSend(definition: EditedDefinition, fields: readonly Field[]): Definition {
  const { steps, form, example, ...rest } = tidied(definition as Json, fields) as EditedDefinition;
  const keys = keysOf(steps);
  return {
    ...rest,
    steps: steps.map((step, index) => ({ ...stepToSend(step), key: keys[index] ?? '' })),
    ...(form && { form: toForm(form) }),
    ...(example && { example }),
  } as Definition;
}
