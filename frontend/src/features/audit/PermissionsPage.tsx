import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type PolicyOperation, permissionsQuery } from '~/api/audit';
import { roleNames } from '~/api/roles';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { type Column, DataTable } from '~/ui/DataTable';
import { SearchIcon } from '~/ui/icons';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import classes from './AuditPage.module.css';
import { auditWords } from './words';

/** The whole policy as a table: every operation, the permission that it needs, and how far each role reaches. */
export function PermissionsPage() {
  const w = useWords(auditWords);
  const { label } = useI18n();
  const [text, setText] = useState('');
  const [role, setRole] = useState('');
  const table = useQuery(permissionsQuery());
  const wanted = text.trim().toLowerCase();
  const rows = (table.data ?? []).filter(
    (row) =>
      `${row.method} ${row.path} ${row.permission}`.toLowerCase().includes(wanted) &&
      (!role || row.permission === 'public' || row.reach.some((one) => one.role === role)),
  );
  const columns: Column<PolicyOperation>[] = [
    {
      key: 'operation',
      title: w('operation'),
      primary: true,
      cell: ({ method, path }) => (
        <span className={classes.code}>
          {method} {path}
        </span>
      ),
    },
    {
      key: 'permission',
      title: w('permission'),
      cell: ({ permission }) =>
        permission === 'public' ? w('public') : <span className={classes.code}>{permission}</span>,
    },
    {
      key: 'reach',
      title: w('reach'),
      cell: ({ permission, reach }) =>
        permission === 'public' ? (
          w('reach.all')
        ) : (
          <ul className={classes.reaches}>
            {grouped(reach.filter((one) => !role || one.role === role)).map(([word, roles]) => (
              <li key={word}>
                <strong>{w(`reach.${word}`)}</strong>: {roles.map((one) => label('role', one)).join(', ')}
              </li>
            ))}
          </ul>
        ),
    },
    {
      key: 'keys',
      title: w('keys'),
      cell: ({ key_roles }) => key_roles.map((one) => label('role', one)).join(', ') || w('noKeys'),
    },
  ];
  return (
    <Page title={w('permissions')} lead={w('permissionsLead')}>
      <div className={`${classes.two} no-print`}>
        <TextInput
          type="search"
          label={w('find')}
          leftSection={<SearchIcon />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <NativeSelect
          label={w('role')}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value)}
          data={[
            { value: '', label: w('anyRole') },
            ...roleNames.map((one) => ({ value: one, label: label('role', one) })),
          ]}
        />
      </div>
      <Section title={w('legend')} className={classes.legend}>
        <ul>
          {(['own_or_agency', 'held', 'open'] as const).map((word) => (
            <li key={word}>
              <strong>{w(`reach.${word}`)}</strong>: {w(`legend.${word}`)}
            </li>
          ))}
        </ul>
      </Section>
      {table.isPending && <LoadingState lines={8} />}
      {table.isError && <ErrorState error={table.error} onRetry={() => table.refetch()} />}
      {table.data && rows.length === 0 && <EmptyState title={w('noOperation')} text={w('noneText')} />}
      {rows.length > 0 && (
        <DataTable
          caption={w('permissions')}
          columns={columns}
          rows={rows}
          rowKey={({ method, path }) => `${method} ${path}`}
        />
      )}
    </Page>
  );
}

type Reaches = PolicyOperation['reach'];
type Word = Exclude<Reaches[number]['reach'], ''>;

/** The roles by how far they reach. */
function grouped(reach: Reaches): [Word, Reaches[number]['role'][]][] {
  const byWord = new Map<Word, Reaches[number]['role'][]>();
  for (const { reach: word, role } of reach) {
    if (word) byWord.set(word as Word, [...(byWord.get(word as Word) ?? []), role]);
  }
  return [...byWord];
}
