import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { categoriesQuery, unitsQuery } from '~/api/catalogue';
import { entriesQuery } from '~/api/catalogueAdmin';
import type { Definition } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import type { FieldGroup } from '~/ui/document/fields';
import { keysOf } from './definition';
import { definitionGroups, stepGroup } from './definitionForm';
import { catalogueWords } from './words';

/**
 * The fields of a definition with the choices that the server gives; they come when they come. The group of the steps
 * alone depends on what is typed, because branches lead to steps: the others are not drawn again.
 */
export function useDefinitionGroups(steps: Definition['steps'], isNew = false): FieldGroup[] {
  const w = useWords(catalogueWords);
  const { t } = useI18n();
  const { data: categories } = useQuery(categoriesQuery());
  const { data: units } = useQuery(unitsQuery());
  const { data: entries } = useQuery(entriesQuery());
  const choices = useMemo(() => {
    const options = (list: readonly { code: string; name: string }[] | undefined) =>
      (list ?? []).map(({ code, name }) => ({ value: code, label: name }));
    return { categories: options(categories), units: options(units), services: options(entries) };
  }, [categories, units, entries]);
  const groups = useMemo(() => definitionGroups(w, t, choices, isNew), [w, t, choices, isNew]);

  const named = JSON.stringify(keysOf(steps).map((key, index) => [key, steps[index]?.name]));
  return useMemo(() => {
    const targets = (JSON.parse(named) as [string, string][])
      .map(([value, name], index) => ({ value, label: `${index + 1}. ${name}` }))
      .filter(({ value }) => value !== '');
    const own = stepGroup(w, t, choices.units, targets);
    return groups.map((group) => (group.key === own.key ? own : group));
  }, [groups, w, t, choices.units, named]);
}
