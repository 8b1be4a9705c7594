import { Progress } from '@mantine/core';
import { useI18n } from '~/i18n/I18nProvider';
import classes from './UploadProgress.module.css';

/** How much of an upload has left, 0 to 1; at 1 the server is still checking the files. */
export function UploadProgress({ fraction }: { fraction: number }) {
  const { t } = useI18n();
  const percent = Math.floor(fraction * 100);
  const text = percent < 100 ? t('upload.progress', { percent }) : t('upload.processing');
  return (
    <div className={classes.upload}>
      <Progress.Root size="md">
        <Progress.Section value={percent} aria-label={t('upload.progress', { percent })} />
      </Progress.Root>
      <span>{text}</span>
    </div>
  );
}
