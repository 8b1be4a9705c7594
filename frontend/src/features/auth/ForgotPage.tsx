import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { requestLink } from '~/api/account';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import classes from './SignInPage.module.css';
import { linkWords } from './words';

const form = 'lupa';

/** Asks for a one-time link by mail; the answer never tells whether there is such an account. */
export function ForgotPage() {
  const w = useWords(linkWords);
  const { t } = useI18n();
  const [username, setUsername] = useState('');
  const [missing, setMissing] = useState(0);
  const ask = useMutation({ mutationFn: () => requestLink(username.trim()) });
  const empty = username.trim() === '';
  const required = t('form.requiredNamed', { label: t('signIn.username') });
  const summary =
    missing > 0 && empty
      ? [{ fieldId: fieldId(form, 'username'), text: required }]
      : serverErrors(form, ask.error, ['username'], t);
  return (
    <div className={classes.column}>
      <Page title={w('forgotTitle')} lead={w('forgotLead')} narrow>
        {ask.isSuccess ? (
          <Notice
            tone="positive"
            title={w('sent')}
            live
            action={<LinkButton to="/masuk">{w('toSignIn')}</LinkButton>}
          >
            {w('sentText')}
          </Notice>
        ) : (
          <div className={classes.card}>
            <form
              noValidate
              onSubmit={(event) => {
                event.preventDefault();
                if (empty) setMissing(missing + 1);
                else ask.mutate();
              }}
            >
              <Stack>
                <FormErrorSummary items={summary} attempt={missing + ask.failureCount} />
                <TextInput
                  id={fieldId(form, 'username')}
                  label={t('signIn.username')}
                  autoComplete="username"
                  autoCapitalize="none"
                  spellCheck={false}
                  maxLength={100}
                  error={missing > 0 && empty && required}
                  value={username}
                  onChange={(event) => setUsername(event.currentTarget.value)}
                />
                <Button type="submit" loading={ask.isPending} fullWidth>
                  {w('forgotSubmit')}
                </Button>
              </Stack>
            </form>
          </div>
        )}
      </Page>
    </div>
  );
}
