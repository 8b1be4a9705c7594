import { valibotResolver } from '@hookform/resolvers/valibot';
import { Button, PasswordInput, Stack } from '@mantine/core';
import { useMutation, usePrefetchQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useForm } from 'react-hook-form';
import * as v from 'valibot';
import { choosePassword, linkQuery } from '~/api/account';
import type { LinkView } from '~/api/generated';
import { noticeQuery, shownNotice } from '~/api/settings';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { describeError } from '~/ui/describeError';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, inputErrors, serverErrors } from '~/ui/formErrors';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { PrivacyNotice } from '~/ui/PrivacyNotice';
import { LoadingState } from '~/ui/states';
import classes from './SignInPage.module.css';
import { linkWords } from './words';

const form = 'tautan';
const fields = ['password', 'repeat'] as const;

/** Where a one-time link leads: its owner chooses a password. The token stands behind the #, out of every log. */
export function LinkPage() {
  const w = useWords(linkWords);
  const { t } = useI18n();
  const [token] = useState(() => window.location.hash.slice(1));
  const [done, setDone] = useState(false);
  usePrefetchQuery(noticeQuery()); // it stands above the button of an invitation
  const link = useQuery({ ...linkQuery(token), enabled: token !== '' && !done });
  const invited = link.data?.purpose === 'invitation';
  const title = done ? w('done') : invited ? w('inviteTitle') : w('resetTitle');
  const toSignIn = <LinkButton to="/masuk">{w('toSignIn')}</LinkButton>;
  const fault = link.isError ? describeError(link.error, t).text : null;
  const fieldFault =
    link.error && 'fields' in link.error ? (link.error.fields as { detail: string }[])[0] : undefined;

  return (
    <div className={classes.column}>
      <Page
        title={title}
        lead={!done && link.data && (invited ? w('inviteLead', link.data) : w('resetLead', link.data))}
        narrow
      >
        {done && (
          <Notice tone="positive" live action={toSignIn}>
            {w('doneText')}
          </Notice>
        )}
        {token === '' && (
          <Notice tone="caution" title={w('noToken')}>
            {w('noTokenText')}
          </Notice>
        )}
        {token !== '' && link.isPending && <LoadingState lines={3} />}
        {!done && fault && (
          <Notice
            tone="negative"
            title={w('invalid')}
            live
            action={<LinkButton to="/lupa-kata-sandi">{w('forgotTitle')}</LinkButton>}
          >
            {fieldFault?.detail ?? fault}
          </Notice>
        )}
        {!done && link.data && (
          <div className={classes.card}>
            <ChooseForm token={token} link={link.data} onDone={() => setDone(true)} />
          </div>
        )}
      </Page>
    </div>
  );
}

function ChooseForm({ token, link, onDone }: { token: string; link: LinkView; onDone(): void }) {
  const w = useWords(linkWords);
  const { t } = useI18n();
  const queryClient = useQueryClient();
  const shortest = link.second_factor ? 8 : 15;
  const schema = useMemo(
    () =>
      v.pipe(
        v.object({
          password: v.pipe(v.string(), v.minLength(shortest, t('password.tooShort', { min: shortest }))),
          repeat: v.string(),
        }),
        v.forward(
          v.partialCheck(
            [['password'], ['repeat']],
            ({ password, repeat }) => password === repeat,
            t('password.mismatch'),
          ),
          ['repeat'],
        ),
      ),
    [t, shortest],
  );
  const { register, handleSubmit, formState } = useForm({
    resolver: valibotResolver(schema),
    defaultValues: { password: '', repeat: '' },
    shouldFocusError: false,
  });
  const choose = useMutation({
    mutationFn: ({ password }: { password: string }) =>
      choosePassword(token, password, link.purpose === 'invitation' ? shownNotice(queryClient) : {}),
    onSuccess: onDone,
  });
  const { errors } = formState;
  const problems = inputErrors(form, errors, fields);
  const summary = problems.length > 0 ? problems : serverErrors(form, choose.error, fields, t);
  const reveal = { 'aria-label': t('signIn.showPassword') };
  return (
    <form noValidate onSubmit={handleSubmit((values) => choose.mutate(values))}>
      <Stack>
        <FormErrorSummary items={summary} attempt={formState.submitCount + choose.failureCount} />
        <input type="text" name="username" autoComplete="username" value={link.username} readOnly hidden />
        <PasswordInput
          id={fieldId(form, 'password')}
          label={w('password')}
          description={w('passwordHint', { min: shortest })}
          autoComplete="new-password"
          error={errors.password?.message}
          visibilityToggleButtonProps={reveal}
          {...register('password')}
        />
        <PasswordInput
          id={fieldId(form, 'repeat')}
          label={w('repeat')}
          autoComplete="new-password"
          error={errors.repeat?.message}
          visibilityToggleButtonProps={reveal}
          {...register('repeat')}
        />
        {link.purpose === 'invitation' && <PrivacyNotice />}
        <Button type="submit" loading={choose.isPending} fullWidth>
          {w('submit')}
        </Button>
      </Stack>
    </form>
  );
}
