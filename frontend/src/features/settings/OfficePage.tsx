import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { isOutdated } from '~/api/problem';
import { officeQuery, saveOffice, type VersionedOffice } from '~/api/settings';
import type { OfficeSettings } from '~/api/types';
import { useSession } from '~/api/useSession';
import { useWords } from '~/i18n/useWords';
import { DocumentForm } from '~/ui/document/DocumentForm';
import { useDocument } from '~/ui/document/useDocument';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { ErrorState, LoadingState } from '~/ui/states';
import { BannerPreview } from './BannerPreview';
import { LogoField } from './LogoField';
import { officeGroups, toSend } from './officeForm';
import { settingWords } from './words';

/** What is particular to this office: names, contacts, announcements, colour. */
export function OfficePage() {
  const w = useWords(settingWords);
  const office = useQuery(officeQuery());
  return (
    <Page title={w('title')} lead={w('lead')}>
      {office.isPending && <LoadingState lines={6} height={96} />}
      {office.isError && !office.data && <ErrorState error={office.error} onRetry={() => office.refetch()} />}
      {office.data && <OfficeForm server={office.data} />}
    </Page>
  );
}

function OfficeForm({ server }: { server: VersionedOffice }) {
  const w = useWords(settingWords);
  const { user } = useSession();
  const queryClient = useQueryClient();
  const groups = useMemo(() => officeGroups(w), [w]);
  const document = useDocument(server, `elayanan.pengaturan.${user?.id}`);
  const save = useMutation({
    mutationFn: (sent: OfficeSettings) => saveOffice(document.etag, toSend(sent)),
    onSuccess: (taken, sent) => {
      document.saved(sent, taken);
      queryClient.setQueryData(officeQuery().queryKey, taken);
    },
    onError: (error) => {
      if (isOutdated(error)) void queryClient.invalidateQueries({ queryKey: officeQuery().queryKey });
    },
  });
  return (
    <DocumentForm
      form="kantor"
      groups={groups}
      document={document}
      error={save.error}
      failures={save.failureCount}
      illustrate={({ key }) => {
        if (key === 'pengumuman') return <BannerPreview banners={document.value.banners} />;
        if (key !== 'warna') return null;
        return (
          <LogoField
            logo={document.value.brand.logo ?? ''}
            onChange={(logo) => document.set('/brand/logo', logo)}
          />
        );
      }}
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
