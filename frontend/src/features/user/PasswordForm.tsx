import { valibotResolver } from '@hookform/resolvers/valibot';
import { Button, PasswordInput, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useForm } from 'react-hook-form';
import * as v from 'valibot';
import { changePassword } from '~/api/user';
import { useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, inputErrors, serverErrors } from '~/ui/formErrors';
import { Notice } from '~/ui/Notice';

const form = 'sandi';
const fields = ['current', 'next', 'repeat'] as const;
const names = { current_password: 'current', new_password: 'next' };
/** The shortest password that the server takes, without a second factor and with one (NIST 800-63B-4). */
const shortestAlone = 15;
const shortestWithFactor = 8;

export function PasswordForm() {
  const { t } = useI18n();
  const { user } = useSession();
  const shortest = user?.second_factor ? shortestWithFactor : shortestAlone;
  const schema = useMemo(
    () =>
      v.pipe(
        v.object({
          current: v.pipe(v.string(), v.nonEmpty(t('form.requiredNamed', { label: t('password.current') }))),
          next: v.pipe(v.string(), v.minLength(shortest, t('password.tooShort', { min: shortest }))),
          repeat: v.string(),
        }),
        v.forward(
          v.partialCheck(
            [['next'], ['repeat']],
            ({ next, repeat }) => next === repeat,
            t('password.mismatch'),
          ),
          ['repeat'],
        ),
      ),
    [t, shortest],
  );
  const { register, handleSubmit, formState, reset } = useForm({
    resolver: valibotResolver(schema),
    defaultValues: { current: '', next: '', repeat: '' },
    shouldFocusError: false,
  });
  const { errors } = formState;
  const change = useMutation({
    mutationFn: ({ current, next }: { current: string; next: string }) => changePassword(current, next),
    onSuccess: () => reset(),
  });
  const problems = inputErrors(form, errors, fields);
  const summary = problems.length > 0 ? problems : serverErrors(form, change.error, fields, t, names);
  const reveal = { 'aria-label': t('signIn.showPassword') };

  return (
    <form noValidate onSubmit={handleSubmit((values) => change.mutate(values))}>
      <Stack maw="28rem">
        {change.isSuccess && (
          <Notice tone="positive" live>
            {t('password.done')}
          </Notice>
        )}
        <FormErrorSummary items={summary} attempt={formState.submitCount + change.failureCount} />
        <PasswordInput
          id={fieldId(form, 'current')}
          label={t('password.current')}
          autoComplete="current-password"
          error={errors.current?.message}
          visibilityToggleButtonProps={reveal}
          {...register('current')}
        />
        <PasswordInput
          id={fieldId(form, 'next')}
          label={t('password.new')}
          description={t('password.newHint')}
          autoComplete="new-password"
          error={errors.next?.message}
          visibilityToggleButtonProps={reveal}
          {...register('next')}
        />
        <PasswordInput
          id={fieldId(form, 'repeat')}
          label={t('password.repeat')}
          autoComplete="new-password"
          error={errors.repeat?.message}
          visibilityToggleButtonProps={reveal}
          {...register('repeat')}
        />
        <Button type="submit" loading={change.isPending}>
          {t('password.submit')}
        </Button>
      </Stack>
    </form>
  );
}
