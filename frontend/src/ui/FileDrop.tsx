import { Button, CloseButton, InputError } from '@mantine/core';
import { type DragEvent, type Ref, useId, useImperativeHandle, useRef, useState } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import classes from './Files.module.css';
import { FileIcon, UploadIcon } from './icons';

interface FileDropProps {
  label: string;
  /** Named in the error summary, which links here. */
  id: string;
  files: readonly File[];
  onChange(files: File[]): void;
  /** Bytes that one file may have. */
  limit: number;
  multiple?: boolean;
  required?: boolean;
  description?: string;
  error?: string | undefined;
  disabled?: boolean;
  ref?: Ref<{ focus(): void }>;
}

/** Chooses PDF files: by a button that a keyboard reaches, or by dropping them. */
export function FileDrop({
  label,
  id,
  files,
  onChange,
  limit,
  multiple = false,
  required = false,
  description,
  error,
  disabled = false,
  ref,
}: FileDropProps) {
  const { t, format } = useI18n();
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [over, setOver] = useState(false);
  const hintId = useId();
  const errorId = useId();
  const labelId = useId();
  useImperativeHandle(ref, () => ({ focus: () => button.current?.focus() }));

  const add = (list: FileList | null) => {
    const added = Array.from(list ?? []);
    if (added.length > 0) onChange(multiple ? [...files, ...added] : added.slice(0, 1));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!disabled) add(event.dataTransfer.files);
  };
  const canAdd = multiple || files.length === 0;

  return (
    <div>
      <div className={classes.label} id={labelId}>
        {label} {!required && <span className={classes.quiet}>{t('common.optional')}</span>}
      </div>
      <div className={classes.quiet} id={hintId}>
        {description && <>{description} </>}
        {t('file.hint', { limit: format.size(limit) })}
      </div>
      {files.length > 0 && (
        <ul className={classes.files} aria-labelledby={labelId}>
          {files.map((file, index) => (
            <li key={`${file.name}-${file.size}-${file.lastModified}`}>
              <FileIcon />
              <span className={classes.name}>{file.name}</span>
              <span className={classes.quiet}>{format.size(file.size)}</span>
              <CloseButton
                aria-label={t('file.remove', { name: file.name })}
                disabled={disabled}
                size="lg"
                onClick={() => {
                  onChange(files.filter((_, at) => at !== index));
                  button.current?.focus();
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button inside does the same */}
      <div
        className={classes.drop}
        hidden={!canAdd}
        data-over={over || undefined}
        data-error={error ? true : undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Button
          id={id}
          ref={button}
          variant="default"
          leftSection={<UploadIcon size={18} />}
          disabled={disabled}
          aria-describedby={error ? `${errorId} ${hintId}` : hintId}
          onClick={() => input.current?.click()}
        >
          {files.length > 0 ? t('file.add') : t('file.choose')}
          <span className={classes.hidden}>: {label}</span>
        </Button>
        <span className={classes.orDrop}>{t('file.drop')}</span>
        <input
          ref={input}
          type="file"
          accept="application/pdf,.pdf"
          multiple={multiple}
          aria-label={label}
          className={classes.hidden}
          tabIndex={-1}
          aria-hidden="true"
          disabled={disabled}
          onChange={(event) => {
            add(event.currentTarget.files);
            // The same file may be chosen again after it was removed.
            event.currentTarget.value = '';
          }}
        />
      </div>
      {error && (
        <InputError id={errorId} size="md" mt={6}>
          {error}
        </InputError>
      )}
    </div>
  );
}
