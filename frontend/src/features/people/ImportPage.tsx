import { Button, FileInput, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { importPeople, importTemplate, peopleKey, type UserImport } from '~/api/people';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { CopyButton } from '~/ui/CopyButton';
import { type Column, DataTable } from '~/ui/DataTable';
import { DownloadButton } from '~/ui/DownloadButton';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import classes from './PeoplePage.module.css';
import { peopleWords } from './words';

type Line = UserImport['items'][number];

const form = 'impor-orang';

/** Makes many accounts from a file; first shows whom, and what is wrong in which cell. */
export function ImportPage() {
  const w = useWords(peopleWords);
  const { t } = useI18n();
  const queryClient = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [missing, setMissing] = useState(0);
  const check = useMutation({ mutationFn: (chosen: File) => importPeople(chosen, true) });
  const make = useMutation({
    mutationFn: (chosen: File) => importPeople(chosen, false),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: peopleKey }),
  });
  const ready = check.data?.items ?? [];
  const crumbs = [{ label: w('title'), link: { to: '/admin/orang' } as const }];
  if (make.data) return <Done items={make.data.items} />;
  const nothing = missing > 0 && !file;
  const summary = nothing
    ? [{ fieldId: fieldId(form, 'file'), text: w('chooseFile') }]
    : serverErrors(form, make.error ?? check.error, ['file'], t);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!file) return setMissing(missing + 1);
    if (ready.length > 0) return make.mutate(file);
    check.mutate(file);
  };
  return (
    <Page title={w('import')} lead={w('importLead')} crumbs={crumbs}>
      <form noValidate onSubmit={submit}>
        <Stack>
          <FormErrorSummary items={summary} attempt={missing + check.failureCount + make.failureCount} />
          <div>
            <DownloadButton file={importTemplate} variant="default">
              {w('template')}
            </DownloadButton>
          </div>
          <div className={classes.quiet}>{w('templateText')}</div>
          <FileInput
            id={fieldId(form, 'file')}
            label={w('file')}
            accept=".xlsx,.csv"
            className={classes.form}
            value={file}
            error={nothing && w('chooseFile')}
            onChange={(chosen) => {
              setFile(chosen);
              check.reset();
              make.reset();
            }}
          />
          {ready.length > 0 && (
            <>
              <Notice tone="info" live>
                {w('checked', { count: ready.length })}
              </Notice>
              <LineTable items={ready} />
            </>
          )}
          <div>
            <Button type="submit" loading={check.isPending || make.isPending}>
              {ready.length > 0 ? w('importNow', { count: ready.length }) : w('check')}
            </Button>
          </div>
        </Stack>
      </form>
    </Page>
  );
}

/** Who was invited by mail, and the links to hand over, which are shown this once. */
function Done({ items }: { items: readonly Line[] }) {
  const w = useWords(peopleWords);
  const byHand = items.filter(({ link }) => link?.url);
  const list = byHand.map(({ name, username, link }) => `${name}\t${username}\t${link?.url}`).join('\n');
  const mailed = items.length - byHand.length;
  return (
    <Page
      title={w('importDone', { count: items.length })}
      crumbs={[{ label: w('title'), link: { to: '/admin/orang' } }]}
    >
      <Stack>
        {mailed > 0 && (
          <Notice tone="positive" live>
            {w('mailed', { count: mailed })}
          </Notice>
        )}
        {byHand.length > 0 && (
          <Notice tone="caution" live action={<CopyButton value={list} label={w('copyLinks')} />}>
            {w('linksText')}
          </Notice>
        )}
        <Section title={w('invitation')}>
          <LineTable items={items} />
        </Section>
        <div>
          <LinkButton to="/admin/orang" variant="default">
            {w('toPeople')}
          </LinkButton>
        </div>
      </Stack>
    </Page>
  );
}

function LineTable({ items }: { items: readonly Line[] }) {
  const w = useWords(peopleWords);
  const { label } = useI18n();
  const columns: Column<Line>[] = [
    {
      key: 'name',
      title: w('name'),
      primary: true,
      cell: ({ name, username }) => (
        <>
          {name}
          <div className={classes.quiet}>{username}</div>
        </>
      ),
    },
    { key: 'agency', title: w('agency'), cell: ({ agency }) => agency || '–' },
    {
      key: 'roles',
      title: w('roles'),
      cell: ({ roles }) =>
        roles
          .map(({ role, unit }) => (unit ? `${label('role', role)} (${unit})` : label('role', role)))
          .join(', '),
    },
  ];
  if (items.some(({ link }) => link)) {
    columns.push({
      key: 'link',
      title: w('invitation'),
      cell: ({ link }) =>
        link?.url ? (
          <span className={classes.url}>{link.url}</span>
        ) : (
          w('mailedTo', { email: link?.sent_to ?? '' })
        ),
    });
  } else {
    columns.push({ key: 'email', title: w('email'), cell: ({ email }) => email || '–' });
  }
  return (
    <DataTable caption={w('import')} columns={columns} rows={items} rowKey={({ line }) => String(line)} />
  );
}
