import { ActionIcon, Button, Input, Progress } from '@mantine/core';
import { type DragEvent, useId, useRef, useState } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { office } from '~/lib/office';
import { describeError } from '~/ui/describeError';
import { ArrowDownIcon, ArrowUpIcon, FileIcon, RemoveIcon, UploadIcon } from '~/ui/icons';
import classes from '../Files.module.css';
import form from './FormFields.module.css';
import { type FieldProps, useFieldFrame, useFormContext } from './formContext';
import { formWords } from './formWords';
import { fileTypesOf, mostOf, titleOf } from './kinds';
import { moved } from './moved';
import { useUploadQueue, type Waiting } from './useUploadQueue';

const endings: Readonly<Record<string, RegExp>> = { pdf: /\.pdf$/i, png: /\.png$/i, jpeg: /\.jpe?g$/i };
const media: Readonly<Record<string, string>> = {
  pdf: 'application/pdf,.pdf',
  png: 'image/png,.png',
  jpeg: 'image/jpeg,.jpg,.jpeg',
};

interface FilesFieldProps extends FieldProps {
  /** Whether the order of the files can be chosen. */
  ordered?: boolean;
}

/** Files of an answer: each goes to the server as soon as it is chosen, and the answer keeps their order. */
export function FilesField({ ordered = true, ...props }: FilesFieldProps) {
  const { t, language, format } = useI18n();
  const w = useWords(formWords);
  const { pointer, field, value, onChange } = props;
  const { uploads } = useFormContext();
  const { id, label, description, error, disabled } = useFieldFrame(props);
  const ids: readonly string[] = Array.isArray(value) ? value : [];
  const queue = useUploadQueue(pointer, uploads.send, (file) => onChange([...ids, file.id]));
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const hintId = useId();
  const labelId = useId();
  const errorId = useId();

  const types = fileTypesOf(field);
  const most = mostOf(field);
  const limit = field['x-files']?.max_mb ? field['x-files'].max_mb * 1024 * 1024 : office.fileLimit;
  const names = types.join(', ').toUpperCase();
  const refusal = (file: File): string | undefined => {
    if (!types.some((type) => endings[type]?.test(file.name))) return w('fileType', { types: names });
    if (file.size === 0) return w('fileEmpty');
    if (file.size > limit) return w('fileLarge', { limit: format.size(limit) });
    return undefined;
  };
  const add = (list: FileList | null) => {
    const room = most - ids.length - queue.waiting.length;
    queue.add(
      Array.from(list ?? []).map((file, index) => ({
        file,
        refused: index < room ? refusal(file) : w('fileTooMany', { count: most }),
      })),
    );
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!disabled) add(event.dataTransfer.files);
  };
  const focusButton = () => document.getElementById(id)?.focus();

  return (
    <div>
      <p className={form.label} id={labelId}>
        {label}
      </p>
      <p className={form.help} id={hintId}>
        {description}{' '}
        {most === 1
          ? w('fileHintOne', { types: names, limit: format.size(limit) })
          : w('fileHint', { types: names, limit: format.size(limit), count: most })}
      </p>
      {ids.length > 0 && (
        <ol className={classes.files} aria-labelledby={labelId}>
          {ids.map((fileId, index) => (
            <Uploaded
              key={fileId}
              name={uploads.files.get(fileId)?.name ?? fileId}
              size={uploads.files.get(fileId)?.size}
              disabled={disabled}
              ordered={ordered && ids.length > 1}
              first={index === 0}
              last={index === ids.length - 1}
              onMove={(by) => onChange(moved(ids, index, by))}
              onRemove={() => {
                onChange(ids.filter((one) => one !== fileId));
                uploads.remove?.(fileId);
                focusButton();
              }}
            />
          ))}
        </ol>
      )}
      {queue.waiting.length > 0 && (
        <ul className={classes.files}>
          {queue.waiting.map((one) => (
            <Sending
              key={one.key}
              waiting={one}
              onRetry={() => queue.retry(one.key)}
              onDrop={() => {
                queue.drop(one.key);
                focusButton();
              }}
            />
          ))}
        </ul>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button inside does the same */}
      <div
        className={classes.drop}
        data-over={over || undefined}
        data-error={error ? true : undefined}
        hidden={ids.length >= most}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={dropped}
      >
        <Button
          id={id}
          variant="default"
          leftSection={<UploadIcon size={18} />}
          disabled={disabled}
          aria-describedby={error ? `${errorId} ${hintId}` : hintId}
          onClick={() => input.current?.click()}
        >
          {ids.length > 0 ? t('file.add') : t('file.choose')}
          <span className="visually-hidden">: {titleOf(field, language)}</span>
        </Button>
        <span className={classes.orDrop}>{t('file.drop')}</span>
        <input
          ref={input}
          type="file"
          accept={types.map((type) => media[type]).join(',')}
          multiple={most > 1}
          aria-label={titleOf(field, language)}
          className="visually-hidden"
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
        <Input.Error id={errorId} size="md" mt={6}>
          {error}
        </Input.Error>
      )}
    </div>
  );
}

interface UploadedProps {
  name: string;
  size: number | undefined;
  disabled: boolean;
  ordered: boolean;
  first: boolean;
  last: boolean;
  onMove(by: -1 | 1): void;
  onRemove(): void;
}

function Uploaded({ name, size, disabled, ordered, first, last, onMove, onRemove }: UploadedProps) {
  const { format } = useI18n();
  const w = useWords(formWords);
  return (
    <li>
      <FileIcon />
      <span className={classes.name}>
        {name} {size !== undefined && <span className={form.help}>{format.size(size)}</span>}
      </span>
      <span className={form.tools}>
        {ordered && (
          <>
            <ActionIcon
              variant="subtle"
              size="lg"
              aria-label={w('moveUp', { name })}
              disabled={disabled || first}
              onClick={() => onMove(-1)}
            >
              <ArrowUpIcon size={18} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              size="lg"
              aria-label={w('moveDown', { name })}
              disabled={disabled || last}
              onClick={() => onMove(1)}
            >
              <ArrowDownIcon size={18} />
            </ActionIcon>
          </>
        )}
        <ActionIcon
          variant="subtle"
          size="lg"
          aria-label={w('remove', { name })}
          disabled={disabled}
          onClick={onRemove}
        >
          <RemoveIcon size={18} />
        </ActionIcon>
      </span>
    </li>
  );
}

interface SendingProps {
  waiting: Waiting;
  onRetry(): void;
  onDrop(): void;
}

function Sending({ waiting, onRetry, onDrop }: SendingProps) {
  const { t } = useI18n();
  const w = useWords(formWords);
  const { file, fraction, problem, refused } = waiting;
  const percent = Math.floor((fraction ?? 0) * 100);
  const failed =
    refused ?? (problem ? w('fileFailed', { reason: describeError(problem, t).text }) : undefined);
  return (
    <li data-failed={failed ? true : undefined}>
      <FileIcon />
      <div className={classes.name}>
        {file.name}
        {failed ? (
          <p className={classes.problem} role="alert">
            {failed}
          </p>
        ) : (
          <>
            <Progress.Root size="sm" mt={4}>
              <Progress.Section value={percent} aria-label={file.name} />
            </Progress.Root>
            <span className={form.help}>
              {fraction === null
                ? w('fileWaits')
                : percent < 100
                  ? w('filePercent', { percent })
                  : w('fileChecked')}
            </span>
          </>
        )}
      </div>
      <span className={form.tools}>
        {problem !== undefined && (
          <Button size="compact-md" variant="default" onClick={onRetry}>
            {w('retry')}
            <span className="visually-hidden"> {file.name}</span>
          </Button>
        )}
        {failed && (
          <ActionIcon
            variant="subtle"
            size="lg"
            aria-label={w('remove', { name: file.name })}
            onClick={onDrop}
          >
            <RemoveIcon size={18} />
          </ActionIcon>
        )}
      </span>
    </li>
  );
}
