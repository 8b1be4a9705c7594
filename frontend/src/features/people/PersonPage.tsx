import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import {
  actOnPerson,
  changePerson,
  issueLink,
  type PersonAction,
  type PersonInput,
  peopleKey,
  personQuery,
  signInsQuery,
  unmaskNip,
  type VersionedPerson,
} from '~/api/people';
import { isOutdated } from '~/api/problem';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { LoadMore } from '~/ui/LoadMore';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { SignInList } from '~/ui/SignInList';
import { ErrorState, LoadingState } from '~/ui/states';
import { LinkNotice } from './LinkNotice';
import { stateOf } from './PeoplePage';
import classes from './PeoplePage.module.css';
import { PersonForm } from './PersonForm';
import { peopleWords } from './words';

const route = getRouteApi('/signed-in/admin/orang/$id');
const withReason: readonly PersonAction[] = ['enable', 'disable', 'second-factor-reset'];

/** One account: what is known of it, its roles, its way in, and what happened to that. */
export function PersonPage() {
  const w = useWords(peopleWords);
  const { id } = route.useParams();
  const found = useQuery(personQuery(id));
  return (
    <Page
      title={found.data?.person.name ?? w('title')}
      meta={found.data?.person.username}
      crumbs={[{ label: w('title'), link: { to: '/admin/orang' } }]}
    >
      {found.isPending && <LoadingState lines={8} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => found.refetch()} />}
      {found.data && (
        <>
          <AccessSection versioned={found.data} />
          <AccountSection key={found.data.etag} versioned={found.data} />
          <HistorySection id={id} />
        </>
      )}
    </Page>
  );
}

function AccountSection({ versioned: { person, etag } }: { versioned: VersionedPerson }) {
  const w = useWords(peopleWords);
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: peopleKey });
  const save = useMutation({
    mutationFn: (input: PersonInput) => changePerson(person.id, etag, input),
    onSuccess: refresh,
  });
  if (!person.allowed_actions.includes('change')) return null;
  const { username, name, nip, position, email, phone, sees_organisation, roles } = person;
  return (
    <Section title={w('account')}>
      {isOutdated(save.error) && (
        <Notice
          tone="caution"
          live
          action={
            <Button variant="default" onClick={refresh}>
              {w('reload')}
            </Button>
          }
        >
          {w('conflict')}
        </Notice>
      )}
      <PersonForm
        start={{
          username,
          name,
          nip,
          position,
          email,
          phone,
          sees_organisation,
          roles,
          organisation_id: person.organisation?.id ?? '',
        }}
        submitLabel={w('save')}
        pending={save.isPending}
        error={isOutdated(save.error) ? null : save.error}
        attempt={save.failureCount}
        onSubmit={(input) => save.mutate(input)}
      />
    </Section>
  );
}

function AccessSection({ versioned: { person, etag } }: { versioned: VersionedPerson }) {
  const w = useWords(peopleWords);
  const queryClient = useQueryClient();
  const [action, setAction] = useState<PersonAction | null>(null);
  const link = useMutation({
    mutationFn: () => issueLink(person.id, etag),
    onSettled: () => queryClient.invalidateQueries({ queryKey: peopleKey }),
  });
  const nip = useMutation({ mutationFn: () => unmaskNip(person.id) });
  const state = stateOf(person);
  const told = {
    active: w('activeText'),
    invited: w('invitedText'),
    disabled: w('disabledText', { reason: person.disabled_reason }),
  };
  return (
    <Section title={w('access')}>
      <p>
        {told[state]} {person.second_factor ? w('secondFactorOn') : w('secondFactorOff')}
      </p>
      {nip.data && (
        <Notice tone="info" live>
          {w('nipShown', { nip: nip.data })}
        </Notice>
      )}
      {nip.isError && <ErrorState error={nip.error} onRetry={() => nip.mutate()} />}
      {link.data && <LinkNotice link={link.data.link} />}
      {link.isError && <ErrorState error={link.error} onRetry={() => link.mutate()} />}
      <div className={classes.actions}>
        {person.allowed_actions.includes('link') && (
          <Button variant="default" loading={link.isPending} onClick={() => link.mutate()}>
            {w('link')}
          </Button>
        )}
        {person.allowed_actions.includes('unmask') && (
          <Button variant="default" loading={nip.isPending} onClick={() => nip.mutate()}>
            {w('unmask')}
          </Button>
        )}
        {withReason
          .filter((name) => person.allowed_actions.includes(name))
          .map((name) => (
            <Button key={name} variant="default" onClick={() => setAction(name)}>
              {w(name)}
            </Button>
          ))}
      </div>
      {action && (
        <ReasonDialog action={action} versioned={{ person, etag }} onClose={() => setAction(null)} />
      )}
    </Section>
  );
}

interface ReasonDialogProps {
  action: PersonAction;
  versioned: VersionedPerson;
  onClose(): void;
}

/** Says what will happen, and asks why. */
function ReasonDialog({ action, versioned: { person, etag }, onClose }: ReasonDialogProps) {
  const w = useWords(peopleWords);
  const { t } = useI18n();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const act = useMutation({
    mutationFn: () => actOnPerson(action, person.id, etag, reason.trim()),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: peopleKey });
      onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={w(`${action}Title`, { name: person.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate();
        }}
      >
        <Stack>
          <FormErrorSummary
            items={serverErrors('akun', act.error, ['reason'], t)}
            attempt={act.failureCount}
          />
          <div>{w(`${action}Text`)}</div>
          <Textarea
            id={fieldId('akun', 'reason')}
            label={w('reason')}
            autosize
            minRows={2}
            maxLength={1000}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={act.isPending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={act.isPending} {...(action !== 'enable' && { color: 'red' })}>
              {w('confirm')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function HistorySection({ id }: { id: string }) {
  const w = useWords(peopleWords);
  const history = useInfiniteQuery(signInsQuery(id));
  const items = history.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={w('history')}>
      {history.isPending && <LoadingState lines={4} />}
      {history.isError && <ErrorState error={history.error} onRetry={() => history.refetch()} />}
      {history.data && (
        <>
          <SignInList items={items} />
          {items.length > 0 && (
            <LoadMore
              shown={items.length}
              hasMore={history.hasNextPage}
              loading={history.isFetchingNextPage}
              onMore={() => history.fetchNextPage()}
            />
          )}
        </>
      )}
    </Section>
  );
}
