import { Button, Group, Modal, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  beginSecondFactor,
  confirmSecondFactor,
  disableSecondFactor,
  newRecoveryCodes,
  secondFactorQuery,
  securityKey,
} from '~/api/account';
import type { SecondFactorEnrolment } from '~/api/generated';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { CopyButton } from '~/ui/CopyButton';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import classes from './SecondFactorSection.module.css';
import { securityWords } from './words';

/** What is under way: the password is asked for first, then each thing goes its way. */
type Step =
  | { name: 'password'; for: 'begin' | 'disable' | 'newCodes' }
  | { name: 'scan'; enrolment: SecondFactorEnrolment }
  | { name: 'codes'; codes: string[] };

const form = 'dua-langkah';

/** The second factor: set up with an authenticator application, kept with recovery codes, disabled. */
export function SecondFactorSection() {
  const w = useWords(securityWords);
  const { t, format } = useI18n();
  const queryClient = useQueryClient();
  const factor = useQuery(secondFactorQuery());
  const [step, setStep] = useState<Step | null>(null);
  const close = () => {
    setStep(null);
    void queryClient.invalidateQueries({ queryKey: securityKey });
  };
  const title =
    step?.name === 'codes'
      ? w('codesTitle')
      : step?.name === 'password' && step.for !== 'begin'
        ? w(`${step.for}Title`)
        : w('beginTitle');

  return (
    <Section title={w('factor')}>
      {factor.isPending && <LoadingState lines={2} />}
      {factor.isError && <ErrorState error={factor.error} onRetry={() => factor.refetch()} />}
      {factor.data && (
        <>
          <div>
            {factor.data.enabled && factor.data.confirmed_at
              ? w('factorOn', {
                  date: format.date(factor.data.confirmed_at),
                  count: factor.data.recovery_codes,
                })
              : w('factorOff')}{' '}
            {factor.data.enabled && factor.data.required && w('factorRequired')}
          </div>
          <div className={classes.actions}>
            {!factor.data.enabled && (
              <Button onClick={() => setStep({ name: 'password', for: 'begin' })}>{w('begin')}</Button>
            )}
            {factor.data.enabled && (
              <Button variant="default" onClick={() => setStep({ name: 'password', for: 'newCodes' })}>
                {w('newCodes')}
              </Button>
            )}
            {factor.data.enabled && !factor.data.required && (
              <Button
                variant="default"
                color="red"
                onClick={() => setStep({ name: 'password', for: 'disable' })}
              >
                {w('disable')}
              </Button>
            )}
          </div>
        </>
      )}
      {step && (
        <Modal
          opened
          onClose={close}
          title={title}
          closeOnClickOutside={false}
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          {step.name === 'password' && <PasswordStep purpose={step.for} onNext={setStep} onClose={close} />}
          {step.name === 'scan' && <ScanStep enrolment={step.enrolment} onNext={setStep} />}
          {step.name === 'codes' && <CodesStep codes={step.codes} onClose={close} />}
        </Modal>
      )}
    </Section>
  );
}

interface PasswordStepProps {
  purpose: 'begin' | 'disable' | 'newCodes';
  onNext(step: Step): void;
  onClose(): void;
}

function PasswordStep({ purpose, onNext, onClose }: PasswordStepProps) {
  const w = useWords(securityWords);
  const { t } = useI18n();
  const [password, setPassword] = useState('');
  const go = useMutation({
    mutationFn: async (): Promise<Step | null> => {
      switch (purpose) {
        case 'begin':
          return { name: 'scan', enrolment: await beginSecondFactor(password) };
        case 'newCodes':
          return { name: 'codes', codes: await newRecoveryCodes(password) };
        case 'disable':
          await disableSecondFactor(password);
          return null;
      }
    },
    onSuccess: (next) => (next ? onNext(next) : onClose()),
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        go.mutate();
      }}
    >
      <Stack>
        <FormErrorSummary items={serverErrors(form, go.error, ['password'], t)} attempt={go.failureCount} />
        <div>{w(`${purpose}Text`)}</div>
        <PasswordInput
          id={fieldId(form, 'password')}
          label={w('password')}
          autoComplete="current-password"
          data-autofocus
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} disabled={go.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={go.isPending} {...(purpose === 'disable' && { color: 'red' })}>
            {w('continue')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function ScanStep({ enrolment, onNext }: { enrolment: SecondFactorEnrolment; onNext(step: Step): void }) {
  const w = useWords(securityWords);
  const { t } = useI18n();
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: () => confirmSecondFactor(code.trim()),
    onSuccess: (codes) => onNext({ name: 'codes', codes }),
  });
  const size = enrolment.qr.length;
  const dark = enrolment.qr
    .flatMap((row, y) => [...row].map((module, x) => (module === '1' ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <Stack>
        <FormErrorSummary
          items={serverErrors(form, confirm.error, ['code'], t)}
          attempt={confirm.failureCount}
        />
        <div>{w('scan')}</div>
        <svg
          role="img"
          aria-label={w('qr')}
          className={classes.qr}
          viewBox={`0 0 ${size} ${size}`}
          shapeRendering="crispEdges"
        >
          <path d={dark} fill="currentColor" />
        </svg>
        <div>
          {w('secret')}
          <br />
          <code className={classes.secret}>{enrolment.secret}</code>
        </div>
        <TextInput
          id={fieldId(form, 'code')}
          label={w('code')}
          description={w('codeHint')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={10}
          data-autofocus
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" loading={confirm.isPending}>
          {w('confirm')}
        </Button>
      </Stack>
    </form>
  );
}

function CodesStep({ codes, onClose }: { codes: string[]; onClose(): void }) {
  const w = useWords(securityWords);
  return (
    <Stack>
      <div>{w('codesText')}</div>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group justify="flex-end">
        <CopyButton value={codes.join('\n')} label={w('copyCodes')} />
        <Button onClick={onClose}>{w('saved')}</Button>
      </Group>
    </Stack>
  );
}
