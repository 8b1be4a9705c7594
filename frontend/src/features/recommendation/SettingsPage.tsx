import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { organisationsQuery } from '~/api/inbox';
import { isOutdated } from '~/api/problem';
import {
  proposalSettingsQuery,
  type RecommendationSettings,
  saveProposalSettings,
  type VersionedProposalSettings,
} from '~/api/recommendationFigures';
import { proposalFormQuery } from '~/api/recommendations';
import { mayDo, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { DocumentForm } from '~/ui/document/DocumentForm';
import { useDocument } from '~/ui/document/useDocument';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { ErrorState, LoadingState } from '~/ui/states';
import { LetterPreview } from './LetterPreview';
import { SettingsText } from './SettingsText';
import { settingsGroups } from './settingsForm';
import { settingsWords } from './settingsWords';

/** What the office decides about SPBE proposals. */
export function SettingsPage() {
  const w = useWords(settingsWords);
  const { user } = useSession();
  const settings = useQuery(proposalSettingsQuery());
  const manages = mayDo(user, 'recommendation.settings.manage');
  return (
    <Page title={w('title')} lead={w(manages ? 'lead' : 'readOnlyLead')}>
      {settings.isPending && <LoadingState lines={6} height={96} />}
      {settings.isError && !settings.data && (
        <ErrorState error={settings.error} onRetry={() => settings.refetch()} />
      )}
      {settings.data &&
        (manages ? <SettingsForm server={settings.data} /> : <SettingsText settings={settings.data.value} />)}
    </Page>
  );
}

function SettingsForm({ server }: { server: VersionedProposalSettings }) {
  const w = useWords(settingsWords);
  const { language } = useI18n();
  const { user } = useSession();
  const queryClient = useQueryClient();
  const agencies = useQuery(organisationsQuery());
  const forms = useQuery(proposalFormQuery());
  const groups = useMemo(
    () =>
      settingsGroups(w, {
        agencies: agencies.data ?? [],
        points: (forms.data?.points ?? []).map(({ key, title, en }) => ({
          key,
          title: language === 'en' ? en.title : title,
        })),
        placeholders: server.placeholders,
      }),
    [w, agencies.data, forms.data, language, server.placeholders],
  );
  const document = useDocument(server, `elayanan.pengaturan-spbe.${user?.id}`);
  const save = useMutation({
    mutationFn: (sent: RecommendationSettings) => saveProposalSettings(document.etag, sent),
    onSuccess: (taken, sent) => {
      document.saved(sent, taken);
      queryClient.setQueryData(proposalSettingsQuery().queryKey, taken);
      void queryClient.invalidateQueries({ queryKey: proposalFormQuery().queryKey });
    },
    onError: (error) => {
      if (isOutdated(error))
        void queryClient.invalidateQueries({ queryKey: proposalSettingsQuery().queryKey });
    },
  });
  return (
    <DocumentForm
      form="usulan-spbe"
      groups={groups}
      document={document}
      error={save.error}
      failures={save.failureCount}
      illustrate={({ key }) => key === 'surat' && <LetterPreview letter={document.value.letter} />}
      onSubmit={() => save.mutate(document.value)}
    >
      {save.isSuccess && !document.dirty && (
        <Notice tone="positive" live>
          {w('saved')}
        </Notice>
      )}
      <Button type="submit" size="sm" loading={save.isPending}>
        {w('save')}
      </Button>
    </DocumentForm>
  );
}
