import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { session } from '~/api/client';
import { useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { PasswordForm } from './PasswordForm';

/** The password that an admin gave is replaced before anything else. */
export function NewPasswordPage() {
  const { t } = useI18n();
  const { user } = useSession();
  const navigate = useNavigate();
  const done = user !== null && !user.must_change_password;
  useEffect(() => {
    if (done) void navigate({ to: '/dasbor', replace: true });
  }, [done, navigate]);
  return (
    <Page
      title={t('password.mustChangeTitle')}
      lead={t('password.mustChangeText')}
      actions={
        <Button variant="subtle" onClick={() => session.signOut()}>
          {t('shell.signOut')}
        </Button>
      }
      narrow
    >
      <Section title={t('password.title')}>
        <PasswordForm />
      </Section>
    </Page>
  );
}
