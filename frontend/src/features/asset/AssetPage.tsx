import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import {
  type AssetAction,
  actOnAsset,
  assetEventsQuery,
  assetKindsQuery,
  assetQuery,
  assetsKey,
  type VersionedAsset,
} from '~/api/assets';
import { isOutdated } from '~/api/problem';
import { mayDo, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { AssetStateBadge } from '~/ui/AssetStateBadge';
import { DateField } from '~/ui/DateField';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import { Timeline } from '~/ui/Timeline';
import { AssetDialog } from './AssetDialog';
import classes from './AssetPage.module.css';
import { registerWords } from './words';

const route = getRouteApi('/signed-in/aset/$id');

const officeActions = ['extend', 'suspend', 'resume', 'retire', 'correct'] as const;

/** One delivered thing: what the register says of it, what may be done, and what happened. */
export function AssetPage() {
  const w = useWords(registerWords);
  const { user } = useSession();
  const title = mayDo(user, 'ticket.notes.read') ? w('all') : w('mine');
  const { id } = route.useParams();
  const found = useQuery(assetQuery(id));
  return (
    <Page
      title={found.data?.asset.name ?? title}
      crumbs={[{ label: title, link: { to: '/aset' } }]}
      meta={found.data && <AssetStateBadge {...found.data.asset} />}
    >
      {found.isPending && <LoadingState lines={4} height={96} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => found.refetch()} />}
      {found.data && <AssetContent versioned={found.data} />}
    </Page>
  );
}

function AssetContent({ versioned }: { versioned: VersionedAsset }) {
  const { language, format } = useI18n();
  const w = useWords(registerWords);
  const { asset } = versioned;
  const kinds = useQuery(assetKindsQuery());
  const kind = kinds.data?.find(({ code }) => code === asset.kind);
  const [action, setAction] = useState<AssetAction | 'correct' | null>(null);
  const [done, setDone] = useState(false);
  const close = () => setAction(null);
  const finish = () => {
    setAction(null);
    setDone(true);
  };
  const offered = officeActions.filter((one) => asset.allowed_actions.includes(one));
  const facts: [string, string][] = [
    [w('kind'), kind?.label[language] ?? asset.kind],
    ...(kind?.fields ?? []).flatMap(({ key, label, options }): [string, string][] => {
      const value = asset.fields[key];
      if (!value) return [];
      return [[label[language], options?.find((option) => option.value === value)?.label[language] ?? value]];
    }),
    [w('owner'), asset.organisation.name],
    [w('delivered'), format.date(asset.delivered_on)],
    [w('expires'), asset.expires_on ? format.date(asset.expires_on) : w('noEnd')],
  ];
  return (
    <>
      <div role="status">{done && <Notice tone="positive">{w('done')}</Notice>}</div>
      <Section title={w('details')}>
        <dl className={classes.facts}>
          {facts.map(([term, text]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{text}</dd>
            </div>
          ))}
          <div>
            <dt>{w('fromTicket')}</dt>
            <dd>
              {asset.ticket ? (
                <Link to="/permohonan/$number" params={{ number: asset.ticket }}>
                  {asset.ticket}
                </Link>
              ) : (
                w('older')
              )}
            </dd>
          </div>
        </dl>
      </Section>
      {(asset.services.length > 0 || offered.length > 0) && (
        <Section title={w('actions')} className="no-print">
          {asset.services.length > 0 && <p>{w('requestText')}</p>}
          <div className={classes.actions}>
            {asset.services.map((service) => (
              <LinkButton
                key={service.code}
                to="/permohonan/baru/$service"
                params={{ service: service.code }}
                search={{ aset: asset.id }}
              >
                {w('requestChange')}
              </LinkButton>
            ))}
            {offered.map((one) => (
              <Button key={one} variant="default" onClick={() => setAction(one)}>
                {w(one)}
              </Button>
            ))}
          </div>
        </Section>
      )}
      <History id={asset.id} />
      {action === 'correct' ? (
        <AssetDialog versioned={versioned} onClose={close} onDone={finish} />
      ) : (
        action && <ActionDialog action={action} versioned={versioned} onClose={close} onDone={finish} />
      )}
    </>
  );
}

function History({ id }: { id: string }) {
  const { format, label } = useI18n();
  const w = useWords(registerWords);
  const events = useQuery(assetEventsQuery(id));
  return (
    <Section title={w('history')}>
      {events.isPending && <LoadingState lines={3} />}
      {events.isError && <ErrorState error={events.error} onRetry={() => events.refetch()} />}
      {events.data && (
        <Timeline
          label={w('history')}
          entries={events.data.map(({ id: key, type, at, actor, data }) => ({
            key,
            title: w(`event.${type}`),
            at,
            by: [actor.name, actor.role !== 'system' && label('role', actor.role)]
              .filter(Boolean)
              .join(' – '),
            tone: type === 'asset_expired' || type === 'asset_expiring' ? 'attention' : 'done',
            children: [
              typeof data.expires_on === 'string' && w('until', { date: format.date(data.expires_on) }),
              data.reason,
            ]
              .filter((text) => typeof text === 'string')
              .join('\n'),
          }))}
        />
      )}
    </Section>
  );
}

interface ActionDialogProps {
  action: AssetAction;
  versioned: VersionedAsset;
  onDone(): void;
  onClose(): void;
}

/** What the office does to the asset, and why. */
function ActionDialog({ action, versioned, onDone, onClose }: ActionDialogProps) {
  const { t } = useI18n();
  const w = useWords(registerWords);
  useReturnFocus();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const [expires, setExpires] = useState('');
  const mutation = useMutation({
    mutationFn: () =>
      action === 'extend'
        ? actOnAsset(versioned, action, { reason, expires_on: expires })
        : actOnAsset(versioned, action, { reason }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: assetsKey });
      onDone();
    },
    onError: (error) =>
      isOutdated(error)
        ? queryClient.invalidateQueries({ queryKey: assetQuery(versioned.asset.id).queryKey })
        : undefined,
  });
  const form = 'aset';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutation.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      title={w(action)}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          <FormErrorSummary
            items={serverErrors(form, mutation.error, ['expires_on', 'reason'], t)}
            attempt={mutation.failureCount}
          />
          <p>{w(`${action}.text`)}</p>
          {action === 'extend' && (
            <DateField
              id={fieldId(form, 'expires_on')}
              label={w('newEnd')}
              min={versioned.asset.expires_on ?? undefined}
              value={expires}
              onChange={(event) => setExpires(event.currentTarget.value)}
            />
          )}
          <Textarea
            id={fieldId(form, 'reason')}
            label={w('reason')}
            autosize
            minRows={2}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={mutation.isPending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={mutation.isPending} {...(action === 'retire' && { color: 'red' })}>
              {w(action)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
