import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { categoriesQuery, unitsQuery } from '~/api/catalogue';
import { entriesQuery } from '~/api/catalogueAdmin';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { definitionGroups } from './definitionForm';
import { catalogueWords } from './words';

/** The fields of a definition with the choices that the server gives; they come when they come. */
export function useDefinitionGroups(isNew = false) {
  const w = useWords(catalogueWords);
  const { t } = useI18n();
  const { data: categories } = useQuery(categoriesQuery());
  const { data: units } = useQuery(unitsQuery());
  const { data: entries } = useQuery(entriesQuery());
  return useMemo(() => {
    const options = (list: readonly { code: string; name: string }[] | undefined) =>
      (list ?? []).map(({ code, name }) => ({ value: code, label: name }));
    const choices = {
      categories: options(categories),
      units: options(units),
      services: options(entries),
    };
    return definitionGroups(w, t, choices, isNew);
  }, [w, t, categories, units, entries, isNew]);
}
