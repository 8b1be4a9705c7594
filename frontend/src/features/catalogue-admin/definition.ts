import type { Definition, Service } from '~/api/types';
import type { Field } from '~/ui/document/fields';
import { tidied } from '~/ui/document/fields';
import { codeFrom } from './definitionForm';

/** What is edited of a version: everything but its number. */
export function definitionOf({ definition_version: _, ...definition }: Service): Definition {
  return definition;
}

/** The definition as it is sent: tidied, and every step with a key, made of its name where none was given. */
export function toSend(definition: Definition, fields: readonly Field[]): Definition {
  const { steps, ...rest } = tidied(definition, fields) as Definition;
  const taken = new Set(steps.map((step) => step.key));
  const keyed = steps.map((step) => {
    if (step.key || !step.name.trim()) return step;
    const wanted = codeFrom(step.name) || 'langkah';
    let key = wanted;
    for (let n = 2; taken.has(key); n++) key = `${wanted}-${n}`;
    taken.add(key);
    return { ...step, key };
  });
  return { ...rest, steps: keyed };
}
