import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useI18n } from '~/i18n/I18nProvider';
import { CheckIcon } from './icons';

export function CopyButton({ value, label }: { value: string; label: string }) {
  const { t } = useI18n();
  const clipboard = useClipboard({ timeout: 3000 });
  return (
    <>
      <Button
        variant="default"
        leftSection={clipboard.copied ? <CheckIcon size={18} /> : undefined}
        onClick={() => clipboard.copy(value)}
      >
        {clipboard.copied ? t('common.copied') : label}
      </Button>
      <span role="status" className="visually-hidden">
        {clipboard.copied && t('common.copied')}
      </span>
    </>
  );
}
