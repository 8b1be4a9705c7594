import { Button, Modal, Stack } from '@mantine/core';
import { session } from '~/api/client';
import type { User } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { SignInForm } from './SignInForm';

/** Stands over the page when the session has ended; what was typed and sent waits behind it. */
export function SignInAgainDialog({ user }: { user: User }) {
  const { t } = useI18n();
  useReturnFocus();
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('signIn.again')}
      zIndex={400}
    >
      <Stack>
        <p>{t('signIn.againText')}</p>
        <SignInForm username={user.username} />
        <Button variant="subtle" color="gray" onClick={() => session.signOut()}>
          {t('signIn.leave')}
        </Button>
      </Stack>
    </Modal>
  );
}
