import { Button, FileInput, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import {
  type ImportedRisk,
  importRisks,
  proposalQuery,
  proposalsKey,
  riskTemplate,
} from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { type Column, DataTable } from '~/ui/DataTable';
import { DownloadButton } from '~/ui/DownloadButton';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import './levels.css';
import { LevelBadge } from './LevelBadge';
import { riskWords } from './riskWords';
import { proposalWords } from './words';

const route = getRouteApi('/signed-in/rekomendasi/$id/risiko-impor');

const form = 'impor-risiko';

/** Adds the risks of a spreadsheet; first shows which, and what is wrong in which cell. */
export function ImportRisksPage() {
  const { t } = useI18n();
  const w = useWords(riskWords);
  const say = useWords(proposalWords);
  const { id } = route.useParams();
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const proposal = useQuery(proposalQuery(id));
  const [file, setFile] = useState<File | null>(null);
  const [missing, setMissing] = useState(0);
  const check = useMutation({ mutationFn: (chosen: File) => importRisks(id, chosen, true) });
  const add = useMutation({
    mutationFn: (chosen: File) => importRisks(id, chosen, false),
    onSuccess: async (added) => {
      await queryClient.invalidateQueries({ queryKey: proposalsKey });
      const said = w('importDone', { count: added.length });
      await navigate({ to: '/rekomendasi/$id/risiko', params: { id }, state: { said } });
    },
  });
  const ready = check.data ?? [];
  const nothing = missing > 0 && !file;
  const summary = nothing
    ? [{ fieldId: fieldId(form, 'file'), text: w('chooseFile') }]
    : serverErrors(form, add.error ?? check.error, ['file'], t, () => 'file');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!file) return setMissing(missing + 1);
    if (ready.length > 0) return add.mutate(file);
    check.mutate(file);
  };
  return (
    <Page
      title={w('importTitle')}
      lead={w('importLead')}
      crumbs={[
        { label: say('title'), link: { to: '/rekomendasi' } },
        { label: proposal.data?.proposal.title ?? '…', link: { to: '/rekomendasi/$id', params: { id } } },
        { label: w('title'), link: { to: '/rekomendasi/$id/risiko', params: { id } } },
      ]}
    >
      <form noValidate aria-label={w('importTitle')} onSubmit={submit}>
        <Stack>
          <FormErrorSummary items={summary} attempt={missing + check.failureCount + add.failureCount} />
          <div>
            <DownloadButton file={riskTemplate} variant="default">
              {w('template')}
            </DownloadButton>
          </div>
          <FileInput
            id={fieldId(form, 'file')}
            label={w('file')}
            accept=".xlsx,.csv"
            placeholder={t('file.choose')}
            maw="32rem"
            value={file}
            error={nothing && w('chooseFile')}
            onChange={(chosen) => {
              setFile(chosen);
              check.reset();
              add.reset();
            }}
          />
          {ready.length > 0 && (
            <>
              <Notice tone="info" live>
                {w('checked', { count: ready.length })}
              </Notice>
              <Found risks={ready} />
            </>
          )}
          <div>
            <Button type="submit" loading={check.isPending || add.isPending}>
              {ready.length > 0 ? w('importNow', { count: ready.length }) : w('check')}
            </Button>
          </div>
        </Stack>
      </form>
    </Page>
  );
}

/** What the file would add, and what would still be missing in it. */
function Found({ risks }: { risks: readonly ImportedRisk[] }) {
  const w = useWords(riskWords);
  const columns: Column<ImportedRisk>[] = [
    {
      key: 'event',
      title: w('event'),
      primary: true,
      cell: ({ number, event }) => `R${number} ${event || w('noEvent')}`,
    },
    {
      key: 'level',
      title: w('level'),
      cell: ({ level, magnitude }) => <LevelBadge level={level ?? undefined} magnitude={magnitude} />,
    },
    {
      key: 'missing',
      title: w('missing'),
      cell: ({ missing }) =>
        missing.length === 0 ? '–' : missing.map(({ detail }) => <div key={detail}>{detail}</div>),
    },
  ];
  return (
    <DataTable
      caption={w('importTitle')}
      columns={columns}
      rows={risks}
      rowKey={({ line }) => String(line)}
    />
  );
}
