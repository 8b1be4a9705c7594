import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiError } from '~/api/problem';
import { logoAddress, uploadLogo } from '~/api/settings';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { describeError } from '~/ui/describeError';
import { Notice } from '~/ui/Notice';
import classes from './LogoField.module.css';
import { settingWords } from './words';

interface LogoFieldProps {
  /** The name of the uploaded logo; empty: the product's own. */
  logo: string;
  onChange(logo: string): void;
}

/** Shows the logo and takes another one; it counts once the settings are saved. */
export function LogoField({ logo, onChange }: LogoFieldProps) {
  const w = useWords(settingWords);
  const { t } = useI18n();
  const input = useRef<HTMLInputElement>(null);
  const upload = useMutation({ mutationFn: uploadLogo, onSuccess: onChange });
  const said = upload.error instanceof ApiError ? upload.error.fields[0]?.detail : undefined;
  return (
    <div className={classes.field}>
      <div className={classes.label}>{w('logo')}</div>
      <p className={classes.hint}>{w('logoHint')}</p>
      {upload.isError && (
        <Notice tone="negative" live>
          {said ?? describeError(upload.error, t).text}
        </Notice>
      )}
      <div className={classes.row}>
        <img src={logo ? logoAddress(logo) : '/favicon.svg'} alt={logo ? w('logoOwn') : w('logoDefault')} />
        <Button variant="default" size="sm" loading={upload.isPending} onClick={() => input.current?.click()}>
          {w('logoUpload')}
        </Button>
        {logo && (
          <Button variant="subtle" size="sm" onClick={() => onChange('')}>
            {w('logoRemove')}
          </Button>
        )}
      </div>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp"
        hidden
        aria-label={w('logoUpload')}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) upload.mutate(file);
        }}
      />
    </div>
  );
}
