import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeContact, ownAccountQuery, type VersionedAccount } from '~/api/user';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import classes from './ProfilePage.module.css';
import { securityWords } from './words';

const form = 'kontak';

/** Telephone and position, which everybody keeps for themselves. */
export function ContactSection() {
  const w = useWords(securityWords);
  const own = useQuery(ownAccountQuery());
  return (
    <Section title={w('contact')}>
      {own.isPending && <LoadingState lines={3} />}
      {own.isError && <ErrorState error={own.error} onRetry={() => own.refetch()} />}
      {own.data && <ContactForm own={own.data} />}
    </Section>
  );
}

function ContactForm({ own }: { own: VersionedAccount }) {
  const w = useWords(securityWords);
  const { t } = useI18n();
  const queryClient = useQueryClient();
  const [position, setPosition] = useState(own.account.position);
  const [phone, setPhone] = useState(own.account.phone);
  const save = useMutation({
    mutationFn: () => changeContact(own.etag, { position: position.trim(), phone: phone.trim() }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ownAccountQuery().queryKey }),
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack maw="28rem">
        <FormErrorSummary
          items={serverErrors(form, save.error, ['position', 'phone'], t)}
          attempt={save.failureCount}
        />
        <TextInput
          id={fieldId(form, 'position')}
          label={w('position')}
          autoComplete="organization-title"
          maxLength={160}
          value={position}
          onChange={(event) => setPosition(event.currentTarget.value)}
        />
        <TextInput
          id={fieldId(form, 'phone')}
          type="tel"
          label={w('phone')}
          autoComplete="tel"
          maxLength={30}
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
        />
        <div className={classes.hint}>{w('contactHint', { email: own.account.email || '–' })}</div>
        <div>
          <Button type="submit" loading={save.isPending}>
            {w('saveContact')}
          </Button>
        </div>
        {save.isSuccess && (
          <Notice tone="positive" live>
            {w('contactSaved')}
          </Notice>
        )}
      </Stack>
    </form>
  );
}
