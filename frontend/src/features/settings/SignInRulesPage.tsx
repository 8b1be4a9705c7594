import { Button, Checkbox, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isOutdated } from '~/api/problem';
import { roleNames } from '~/api/roles';
import { saveSignInRules, signInRulesQuery, type VersionedSecurity } from '~/api/settings';
import type { Role } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import { signInRulesWords } from './signInRulesWords';

/** What the office demands of those who sign in. */
export function SignInRulesPage() {
  const w = useWords(signInRulesWords);
  const rules = useQuery(signInRulesQuery());
  return (
    <Page title={w('title')} lead={w('lead')} narrow>
      {rules.isPending && <LoadingState lines={9} />}
      {rules.isError && <ErrorState error={rules.error} onRetry={() => rules.refetch()} />}
      {rules.data && <RulesForm server={rules.data} />}
    </Page>
  );
}

const form = 'aturan-masuk';

function RulesForm({ server }: { server: VersionedSecurity }) {
  const w = useWords(signInRulesWords);
  const { t, label } = useI18n();
  const queryClient = useQueryClient();
  const [roles, setRoles] = useState<readonly string[]>(server.value.second_factor_roles);
  const save = useMutation({
    mutationFn: () => saveSignInRules(server.etag, { second_factor_roles: roles as Role[] }),
    onSuccess: (taken) => queryClient.setQueryData(signInRulesQuery().queryKey, taken),
    onError: (error) => {
      if (isOutdated(error)) void queryClient.invalidateQueries({ queryKey: signInRulesQuery().queryKey });
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        <FormErrorSummary
          items={serverErrors(form, save.error, ['second_factor_roles'], t)}
          attempt={save.failureCount}
        />
        <Section
          title={w('factor')}
          aside={
            <LinkButton to="/profil/keamanan" size="sm" variant="default">
              {w('own')}
            </LinkButton>
          }
        >
          <Checkbox.Group
            id={fieldId(form, 'second_factor_roles')}
            label={w('roles')}
            description={w('rolesHint')}
            value={[...roles]}
            onChange={setRoles}
          >
            <Stack mt="md" gap="sm">
              {roleNames.map((role) => (
                <Checkbox key={role} value={role} label={label('role', role)} />
              ))}
            </Stack>
          </Checkbox.Group>
        </Section>
        <Section title={w('passwords')}>
          <p>{w('passwordsText')}</p>
        </Section>
        <div>
          <Button type="submit" loading={save.isPending}>
            {w('save')}
          </Button>
        </div>
        {save.isSuccess && (
          <Notice tone="positive" live>
            {w('saved')}
          </Notice>
        )}
      </Stack>
    </form>
  );
}
