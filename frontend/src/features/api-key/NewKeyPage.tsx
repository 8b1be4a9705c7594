import { Button, Checkbox, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keyScopesQuery, keysKey, makeKey } from '~/api/keys';
import { peopleQuery } from '~/api/people';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { office } from '~/lib/office';
import { instantAt, todayInOffice } from '~/lib/officeTime';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { LinkButton } from '~/ui/LinkButton';
import { Page } from '~/ui/Page';
import classes from './KeysPage.module.css';
import { SecretNotice } from './SecretNotice';
import { keyWords, scopeWord } from './words';

const form = 'kunci';
const fields = ['name', 'user_id', 'role', 'scopes', 'networks', 'per_minute', 'expires_at'];
const crumb = { to: '/admin/kunci-api' } as const;
const monthMilliseconds = 30 * 86_400_000;

type ActingRole = 'applicant' | 'auditor';

/** Makes a key for another system; its secret is shown once. */
export function NewKeyPage() {
  const w = useWords(keyWords);
  const { t } = useI18n();
  const queryClient = useQueryClient();
  const offered = useQuery(keyScopesQuery());
  const [name, setName] = useState('');
  const [role, setRole] = useState<ActingRole>('applicant');
  const [find, setFind] = useState('');
  const [account, setAccount] = useState('');
  const [scopes, setScopes] = useState<string[]>(['ticket.submit', 'ticket.read']);
  const [networks, setNetworks] = useState('');
  const [perMinute, setPerMinute] = useState('60');
  const [expires, setExpires] = useState(() =>
    new Date(Date.parse(`${todayInOffice()}T00:00:00Z`) + 6 * monthMilliseconds).toISOString().slice(0, 10),
  );
  const people = useInfiniteQuery(
    peopleQuery({ role, state: 'active', ...(find.trim() && { q: find.trim() }) }),
  );
  const accounts = people.data?.pages.flatMap((page) => page.items) ?? [];
  const make = useMutation({
    mutationFn: () =>
      makeKey({
        name,
        role,
        user_id: account,
        scopes,
        networks: networks
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
        per_minute: Number(perMinute) || 0,
        expires_at: instantAt(expires || todayInOffice(), '23:59', office.timeZone),
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keysKey }),
  });
  const crumbs = [{ label: w('title'), link: crumb }];
  if (make.data) {
    return (
      <Page title={w('made', { name: make.data.key.name })} crumbs={crumbs} narrow>
        <SecretNotice title={w('secret')} secret={make.data.secret} />
        <div>
          <LinkButton to="/admin/kunci-api/$id" params={{ id: make.data.key.id }} variant="default">
            {w('toKey')}
          </LinkButton>
        </div>
      </Page>
    );
  }
  const labels: Readonly<Record<string, string>> = {
    name: w('name'),
    user_id: w('account'),
    role: w('role'),
    scopes: w('scopes'),
    networks: w('networks'),
    per_minute: w('perMinute'),
    expires_at: w('expires'),
  };
  const faults = serverErrors(form, make.error, fields, t);
  const summary = faults.map((item) => {
    const field = fields.find((one) => item.fieldId === fieldId(form, one));
    return field ? { ...item, text: `${labels[field]}: ${item.text}` } : item;
  });
  const fault = (field: string) => faults.find((item) => item.fieldId === fieldId(form, field))?.text;
  const choices = offered.data?.find((one) => one.role === role)?.scopes ?? [];
  return (
    <Page title={w('new')} lead={w('lead')} crumbs={crumbs} narrow>
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Stack>
          <FormErrorSummary items={summary} attempt={make.failureCount} />
          <TextInput
            id={fieldId(form, 'name')}
            label={w('name')}
            description={w('nameHint')}
            error={fault('name')}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Radio.Group
            id={fieldId(form, 'role')}
            label={w('role')}
            value={role}
            onChange={(value) => {
              setRole(value as ActingRole);
              setAccount('');
              setScopes(value === 'applicant' ? ['ticket.submit', 'ticket.read'] : ['ticket.read']);
            }}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="applicant" label={w('as.applicant')} />
              <Radio value="auditor" label={w('as.auditor')} />
            </Stack>
          </Radio.Group>
          <TextInput
            type="search"
            label={w('findAccount')}
            value={find}
            onChange={(event) => setFind(event.currentTarget.value)}
          />
          <NativeSelect
            id={fieldId(form, 'user_id')}
            label={w('account')}
            description={people.isSuccess && accounts.length === 0 ? w('noAccount') : w('accountHint')}
            error={fault('user_id')}
            value={account}
            onChange={(event) => setAccount(event.currentTarget.value)}
            data={[
              { value: '', label: w('chooseAccount') },
              ...accounts.map(({ id, name: person, username, organisation }) => ({
                value: id,
                label: `${person} (${username})${organisation ? ` – ${organisation.name}` : ''}`,
              })),
            ]}
          />
          <Checkbox.Group
            id={fieldId(form, 'scopes')}
            label={w('scopes')}
            error={fault('scopes')}
            value={scopes}
            onChange={setScopes}
          >
            <Stack gap="xs" mt="xs">
              {choices.map((scope) => (
                <Checkbox key={scope} value={scope} label={scopeWord(w, scope)} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Textarea
            id={fieldId(form, 'networks')}
            label={w('networks')}
            description={w('networksHint')}
            error={fault('networks')}
            autosize
            minRows={2}
            value={networks}
            onChange={(event) => setNetworks(event.currentTarget.value)}
          />
          <TextInput
            id={fieldId(form, 'per_minute')}
            label={w('perMinute')}
            description={w('perMinuteHint')}
            error={fault('per_minute')}
            inputMode="numeric"
            autoComplete="off"
            value={perMinute}
            onChange={(event) => setPerMinute(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            id={fieldId(form, 'expires_at')}
            label={w('expires')}
            description={w('expiresHint')}
            error={fault('expires_at')}
            value={expires}
            onChange={(event) => setExpires(event.currentTarget.value)}
          />
          <div>
            <Button type="submit" loading={make.isPending}>
              {w('create')}
            </Button>
          </div>
        </Stack>
      </form>
    </Page>
  );
}
