import { Button, Group, Modal, NativeSelect, Stack, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { keyQuery, keysKey, type MadeApiKey, revokeKey, rotateKey, type VersionedKey } from '~/api/keys';
import { isOutdated } from '~/api/problem';
import { mayDo, useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import classes from './KeysPage.module.css';
import { SecretNotice } from './SecretNotice';
import { keyWords, scopeWord } from './words';

const route = getRouteApi('/signed-in/admin/kunci-api/$id');

/** One key: what it may do, from where, until when; rotating and revoking it. */
export function KeyPage() {
  const w = useWords(keyWords);
  const { id } = route.useParams();
  const found = useQuery(keyQuery(id));
  const [made, setMade] = useState<MadeApiKey | null>(null);
  return (
    <Page
      title={found.data?.key.name ?? w('title')}
      meta={found.data && `${found.data.key.handle}…`}
      crumbs={[{ label: w('title'), link: { to: '/admin/kunci-api' } }]}
    >
      {found.isPending && <LoadingState lines={8} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => found.refetch()} />}
      {made && <SecretNotice title={w('rotated', { name: made.key.name })} secret={made.secret} />}
      {found.data && <About versioned={found.data} onRotated={setMade} />}
    </Page>
  );
}

type Act = 'rotate' | 'revoke';

function About({ versioned, onRotated }: { versioned: VersionedKey; onRotated(made: MadeApiKey): void }) {
  const w = useWords(keyWords);
  const { format, label } = useI18n();
  const { user } = useSession();
  const [act, setAct] = useState<Act | null>(null);
  const { key } = versioned;
  return (
    <Section title={w('about')}>
      <dl className={classes.facts}>
        <dt>{w('state')}</dt>
        <dd>
          {key.revoked_at
            ? w('revokedText', { time: format.dateTime(key.revoked_at), reason: key.revoked_reason })
            : w(`state.${key.state}`)}
        </dd>
        <dt>{w('actsFor')}</dt>
        <dd>
          {key.acts_for.name} ({label('role', key.role)}){key.organisation && `, ${key.organisation.name}`}
        </dd>
        <dt>{w('scopes')}</dt>
        <dd>
          <ul className={classes.plain}>
            {key.scopes.map((scope) => (
              <li key={scope}>{scopeWord(w, scope)}</li>
            ))}
          </ul>
        </dd>
        <dt>{w('networks')}</dt>
        <dd>{key.networks.join(', ') || w('anywhere')}</dd>
        <dt>{w('perMinute')}</dt>
        <dd>{w('perMinuteOf', { count: format.number(key.per_minute) })}</dd>
        <dt>{w('expires')}</dt>
        <dd>{format.dateTime(key.expires_at)}</dd>
        {key.secrets.length > 0 && (
          <>
            <dt>{w('secrets')}</dt>
            <dd>
              <ul className={classes.plain}>
                {key.secrets.map(({ created_at, ends_at }) => (
                  <li key={created_at}>
                    {ends_at
                      ? w('secretEnds', {
                          time: format.dateTime(created_at),
                          until: format.dateTime(ends_at),
                        })
                      : w('secretMade', { time: format.dateTime(created_at) })}
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        <dt>{w('lastUse')}</dt>
        <dd>
          {key.last_used_at
            ? w('lastUseText', { time: format.dateTime(key.last_used_at), address: key.last_used_address })
            : w('never')}
        </dd>
      </dl>
      <div className={classes.actions}>
        {key.allowed_actions.includes('rotate') && (
          <Button variant="default" onClick={() => setAct('rotate')}>
            {w('rotate')}
          </Button>
        )}
        {key.allowed_actions.includes('revoke') && (
          <Button variant="default" onClick={() => setAct('revoke')}>
            {w('revoke')}
          </Button>
        )}
        {mayDo(user, 'audit.read') && (
          <Link to="/admin/audit" search={{ api_key: key.handle }} className={classes.link}>
            {w('record')}
          </Link>
        )}
      </div>
      {act === 'rotate' && (
        <RotateDialog versioned={versioned} onRotated={onRotated} onClose={() => setAct(null)} />
      )}
      {act === 'revoke' && <RevokeDialog versioned={versioned} onClose={() => setAct(null)} />}
    </Section>
  );
}

const overlaps = [0, 24, 72, 168] as const;

interface DialogProps {
  versioned: VersionedKey;
  onClose(): void;
}

function RotateDialog({
  versioned: { key, etag },
  onRotated,
  onClose,
}: DialogProps & { onRotated(made: MadeApiKey): void }) {
  const w = useWords(keyWords);
  const [hours, setHours] = useState(24);
  const queryClient = useQueryClient();
  const rotate = useMutation({
    mutationFn: () => rotateKey(key.id, etag, hours),
    onSuccess: (made) => {
      onRotated(made);
      onClose();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keysKey }),
  });
  return (
    <AskDialog
      title={w('rotateTitle', { name: key.name })}
      text={w('rotateText')}
      confirm={w('rotateDo')}
      mutation={rotate}
      onClose={onClose}
    >
      <NativeSelect
        label={w('overlap')}
        data-autofocus
        value={String(hours)}
        onChange={(event) => setHours(Number(event.currentTarget.value))}
        data={overlaps.map((one) => ({ value: String(one), label: w(`overlap.${one}`) }))}
      />
    </AskDialog>
  );
}

function RevokeDialog({ versioned: { key, etag }, onClose }: DialogProps) {
  const w = useWords(keyWords);
  const [reason, setReason] = useState('');
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeKey(key.id, etag, reason.trim()),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keysKey }),
  });
  return (
    <AskDialog
      title={w('revokeTitle', { name: key.name })}
      text={w('revokeText')}
      confirm={w('revokeDo')}
      dangerous
      mutation={revoke}
      onClose={onClose}
    >
      <Textarea
        id={fieldId('kunci', 'reason')}
        label={w('reason')}
        autosize
        minRows={2}
        maxLength={1000}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </AskDialog>
  );
}

interface AskDialogProps {
  title: string;
  text: string;
  confirm: string;
  dangerous?: boolean;
  mutation: { mutate(): void; isPending: boolean; error: unknown; failureCount: number };
  onClose(): void;
  children: React.ReactNode;
}

/** Says what will happen, and asks what it needs to know. */
function AskDialog({ title, text, confirm, dangerous, mutation, onClose, children }: AskDialogProps) {
  const w = useWords(keyWords);
  const { t } = useI18n();
  const faults = isOutdated(mutation.error)
    ? [{ text: w('conflict') }]
    : serverErrors('kunci', mutation.error, ['reason'], t);
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          mutation.mutate();
        }}
      >
        <Stack>
          <FormErrorSummary items={faults} attempt={mutation.failureCount} />
          <div>{text}</div>
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={mutation.isPending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={mutation.isPending} {...(dangerous && { color: 'red' })}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
