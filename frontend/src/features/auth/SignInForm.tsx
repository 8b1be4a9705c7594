import { valibotResolver } from '@hookform/resolvers/valibot';
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useForm } from 'react-hook-form';
import * as v from 'valibot';
import { session } from '~/api/client';
import { ApiError } from '~/api/problem';
import type { Credentials, User } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, inputErrors, serverErrors } from '~/ui/formErrors';

interface SignInFormProps {
  /** Set when an ended session is taken up again: only the same person may go on. */
  username?: string;
  onSignedIn?(user: User): void;
}

const form = 'masuk';
const fields = ['username', 'password', 'otp'] as const;

/** Asks for user name and password, and for the second factor once the server wants it. */
export function SignInForm({ username = '', onSignedIn }: SignInFormProps) {
  const { t } = useI18n();
  const [asksOtp, setAsksOtp] = useState(false);
  const schema = useMemo(
    () =>
      v.object({
        username: v.pipe(
          v.string(),
          v.trim(),
          v.nonEmpty(t('form.requiredNamed', { label: t('signIn.username') })),
        ),
        password: v.pipe(v.string(), v.nonEmpty(t('form.requiredNamed', { label: t('signIn.password') }))),
        otp: asksOtp
          ? v.pipe(v.string(), v.trim(), v.nonEmpty(t('form.requiredNamed', { label: t('signIn.otp') })))
          : v.string(),
      }),
    [t, asksOtp],
  );
  const { register, handleSubmit, formState } = useForm({
    resolver: valibotResolver(schema),
    defaultValues: { username, password: '', otp: '' },
    shouldFocusError: false,
    reValidateMode: 'onSubmit',
  });
  const signIn = useMutation({
    mutationFn: (credentials: Credentials) => session.signIn(credentials),
    onSuccess: onSignedIn,
    onError: (error) => {
      if (error instanceof ApiError && error.code.includes('otp')) setAsksOtp(true);
    },
  });
  const { errors } = formState;
  const problems = formState.isValid || formState.submitCount === 0 ? [] : inputErrors(form, errors, fields);
  const summary = problems.length > 0 ? problems : serverErrors(form, signIn.error, fields, t);

  return (
    <form
      noValidate
      onSubmit={handleSubmit(
        ({ otp, ...credentials }) => signIn.mutate(otp ? { ...credentials, otp } : credentials),
        () => signIn.reset(),
      )}
    >
      <Stack gap="md">
        <FormErrorSummary items={summary} attempt={formState.submitCount + signIn.failureCount} />
        <TextInput
          id={fieldId(form, 'username')}
          label={t('signIn.username')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          readOnly={username !== ''}
          error={errors.username?.message}
          {...register('username')}
        />
        <PasswordInput
          id={fieldId(form, 'password')}
          label={t('signIn.password')}
          autoComplete="current-password"
          error={errors.password?.message}
          data-autofocus={username !== '' || undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          {...register('password')}
        />
        {asksOtp && (
          <TextInput
            id={fieldId(form, 'otp')}
            label={t('signIn.otp')}
            description={t('signIn.otpHint')}
            inputMode="numeric"
            autoComplete="one-time-code"
            error={errors.otp?.message}
            {...register('otp')}
          />
        )}
        <Button type="submit" loading={signIn.isPending} fullWidth>
          {t('signIn.submit')}
        </Button>
      </Stack>
    </form>
  );
}
