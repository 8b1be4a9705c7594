import { Button, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import { useUrlText } from '~/lib/useUrlText';
import { SearchIcon } from './icons';
import classes from './ListFilters.module.css';

interface ListFiltersProps {
  /** What the address says is searched for. */
  q: string | undefined;
  placeholder: string;
  onSearch(q: string | undefined): void;
  filtered: boolean;
  onClear(): void;
  /** Fields between the search and the chips. */
  children: ReactNode;
  chips: ReactNode;
  /** May set `--columns`, where the fields want others than as many as there is room for. */
  className?: string;
}

/** What narrows a list: a search, fields, chips, and the way back to all of it. */
export function ListFilters({ q, placeholder, onSearch, filtered, onClear, ...rest }: ListFiltersProps) {
  const { t } = useI18n();
  const { children, chips, className = '' } = rest;
  const [query, setQuery] = useUrlText(q, onSearch);
  return (
    <search className={`${classes.filters} ${className} no-print`}>
      <TextInput
        type="search"
        label={t('common.search')}
        placeholder={placeholder}
        leftSection={<SearchIcon />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        className={classes.query}
      />
      {children}
      <div className={classes.chips}>
        {chips}
        {filtered && (
          <Button
            variant="subtle"
            size="compact-md"
            onClick={() => {
              setQuery('');
              onClear();
            }}
          >
            {t('common.clearFilters')}
          </Button>
        )}
      </div>
    </search>
  );
}
