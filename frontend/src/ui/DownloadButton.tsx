import { Button, type ButtonProps } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type ProtectedFile, saveFile } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import classes from './DownloadButton.module.css';
import { describeError } from './describeError';
import { DownloadIcon } from './icons';

interface DownloadButtonProps extends ButtonProps {
  file: ProtectedFile;
  children: string;
  'aria-label'?: string;
}

/** Downloads a file that needs the session; shows how far it has come, and how to try again. */
export function DownloadButton({ file, children, ...button }: DownloadButtonProps) {
  const { t } = useI18n();
  const [fraction, setFraction] = useState(0);
  const download = useMutation({ mutationFn: () => saveFile(file, setFraction) });
  return (
    <span className={classes.download}>
      <Button
        leftSection={<DownloadIcon size={18} />}
        {...button}
        onClick={() => {
          if (download.isPending) return;
          setFraction(0);
          download.mutate();
        }}
      >
        {download.isPending ? t('common.downloading', { percent: Math.floor(fraction * 100) }) : children}
      </Button>
      {download.isError && (
        <span role="alert" className={classes.error}>
          {describeError(download.error, t).text}
        </span>
      )}
    </span>
  );
}
