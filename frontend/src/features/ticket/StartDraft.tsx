import { Button, NativeSelect, Stack } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { assetKindsQuery, assetQuery } from '~/api/assets';
import { beginDraft, draftsKey, draftsQuery, saveDraft } from '~/api/drafts';
import { ticketsQuery } from '~/api/tickets';
import type { Service } from '~/api/types';
import { useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { awaitsFirstAnswer } from '~/lib/firstAnswer';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { serverErrors } from '~/ui/formErrors';
import { RequirementList } from '~/ui/RequirementList';
import { Section } from '~/ui/Section';
import { LoadingState } from '~/ui/states';
import { Downloads } from './Downloads';
import classes from './Draft.module.css';
import { DraftList } from './DraftList';
import { draftWords } from './draftWords';

/** Before a form: what one needs for it, what one has begun already, and from what it may be filled in. */
export function StartDraft({ service, asset }: { service: Service; asset: string | undefined }) {
  const { t, format } = useI18n();
  const w = useWords(draftWords);
  const { user } = useSession();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [earlier, setEarlier] = useState('');
  const sent = useInfiniteQuery(ticketsQuery({ service_type: service.code, sort: '-submitted_at' }, 20));
  const drafts = useQuery(draftsQuery());
  const requests = (sent.data?.pages[0]?.items ?? []).filter(({ applicant }) => applicant.id === user?.id);
  /** The answer that names the thing which the request is about, where the form asks for one of its kind. */
  const nameOf = async (id: string): Promise<Record<string, string>> => {
    const [key] = Object.entries(service.form?.properties ?? {}).find(([, field]) => field['x-asset']) ?? [];
    if (!key) return {};
    const [kinds, about] = await Promise.all([
      queryClient.ensureQueryData(assetKindsQuery()),
      queryClient.ensureQueryData(assetQuery(id)),
    ]);
    const kind = kinds.find(({ code }) => code === about.asset.kind);
    return { [key]: (kind && about.asset.fields[kind.name]) ?? '' };
  };
  const beginning = useMutation({
    mutationFn: async () => {
      const begun = await beginDraft(service.code, earlier || undefined);
      if (!asset) return begun;
      const { id, subject, answers } = begun.draft;
      const named = await nameOf(asset);
      return saveDraft(
        id,
        { subject, answers: { ...answers, ...named }, asset_id: asset, asset_wish: 'change' },
        begun.etag,
      );
    },
    onSuccess: ({ draft }) => {
      void queryClient.invalidateQueries({ queryKey: draftsKey, refetchType: 'none' });
      return navigate({ to: '/permohonan/draf/$id', params: { id: draft.id } });
    },
  });
  if (awaitsFirstAnswer(drafts) || awaitsFirstAnswer(sent)) return <LoadingState />;
  return (
    <>
      <DraftList service={service.code} />
      <Section title={t('new.prepare')}>
        <RequirementList service={service} />
        {service.downloads.length > 0 && <Downloads service={service} />}
      </Section>
      <Section title={t('new.request')}>
        <Stack gap="md">
          <FormErrorSummary
            items={serverErrors('permohonan', beginning.error, [], t)}
            attempt={beginning.failureCount}
          />
          <p className={classes.quiet}>{w('beginText')}</p>
          {requests.length > 0 && (
            <NativeSelect
              label={w('reuse')}
              description={w('reuseHint')}
              value={earlier}
              onChange={(event) => setEarlier(event.currentTarget.value)}
              data={[
                { value: '', label: w('reuseNone') },
                ...requests.map(({ number, subject, submitted_at }) => ({
                  value: number,
                  label: `${subject} (${format.shortDate(submitted_at)})`,
                })),
              ]}
            />
          )}
          <div>
            <Button loading={beginning.isPending} onClick={() => beginning.mutate()}>
              {w('begin')}
            </Button>
          </div>
        </Stack>
      </Section>
    </>
  );
}
