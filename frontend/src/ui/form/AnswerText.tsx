import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { unitsQuery } from '~/api/catalogue';
import { organisationsQuery } from '~/api/inbox';
import { attachmentFile } from '~/api/tickets';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { DownloadButton } from '~/ui/DownloadButton';
import classes from './AnswerList.module.css';
import { isBlank, isGroup } from './check';
import { instantOf, plainText } from './formats';
import type { AnswerFile } from './formContext';
import { formWords } from './formWords';
import { bandOf, fieldsOfRow, kindOf, optionsOf, personParts, titleOf } from './kinds';
import { useNumberText } from './TotalField';
import type { Field } from './types';

interface AnswerTextProps {
  field: Field;
  value: unknown;
  files: ReadonlyMap<string, AnswerFile>;
  /** Of rows: the number of the first, where only some of them are shown. */
  firstRow?: number;
}

/** One answer, to be read: as its kind says, never as code. */
export function AnswerText({ field, value, files, firstRow = 1 }: AnswerTextProps): ReactNode {
  const { language, format } = useI18n();
  const w = useWords(formWords);
  const writeNumber = useNumberText();
  if (isBlank(value)) return <span className={classes.quiet}>{w('notAnswered')}</span>;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const optionTitle = (one: unknown) => {
    const option = optionsOf(field).find(({ const: code }) => code === one);
    return option ? titleOf(option, language) : String(one);
  };
  switch (kindOf(field)) {
    case 'number':
    case 'rupiah':
      return typeof value === 'number' ? writeNumber(field, value) : text;
    case 'computed': {
      if (typeof value !== 'number') return text;
      const band = bandOf(field, value);
      return band ? `${writeNumber(field, value)} – ${titleOf(band, language)}` : writeNumber(field, value);
    }
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? format.date(text) : text;
    case 'time-range': {
      if (!isGroup(value)) return text;
      const [start, end] = [value.start, value.end].map((at) => plainText(String(at ?? ''), false));
      const write = (at = '') => (instantOf(at) === null ? at : format.dateTime(at));
      return w('until', { start: write(start), end: write(end) });
    }
    case 'choice':
      return optionTitle(value);
    case 'choices':
      return Array.isArray(value) ? (
        <ul className={classes.choices}>
          {value.map((one) => (
            <li key={String(one)}>{optionTitle(one)}</li>
          ))}
        </ul>
      ) : (
        text
      );
    case 'yes-no':
      return w(value === true ? 'yes' : 'no');
    case 'statement':
      return w('agreed');
    case 'agency':
      return <AgencyName id={text} />;
    case 'unit':
      return <UnitName code={text} />;
    case 'person':
      return isGroup(value)
        ? personParts.map((part) => {
            const said = value[part];
            if (isBlank(said)) return null;
            return (
              <div key={part}>
                {part !== 'name' && <span className={classes.quiet}>{w(`person.${part}`)}: </span>}
                {String(said)}
              </div>
            );
          })
        : text;
    case 'uri':
      return /^https?:\/\//.test(text) ? (
        <a href={text} rel="noopener noreferrer">
          {text}
        </a>
      ) : (
        text
      );
    case 'coordinates':
      return (
        <>
          {text}{' '}
          <a
            href={`https://www.openstreetmap.org/?mlat=${encodeURIComponent(text.split(',')[0] ?? '')}&mlon=${encodeURIComponent(text.split(',')[1] ?? '')}&zoom=16`}
            rel="noopener noreferrer"
          >
            {w('onMap')}
          </a>
        </>
      );
    case 'files':
      return Array.isArray(value) ? (
        <ul className={classes.files}>
          {value.map((id) => (
            <li key={String(id)}>
              <FileLink id={String(id)} file={files.get(String(id))} />
            </li>
          ))}
        </ul>
      ) : (
        text
      );
    case 'rows':
      return Array.isArray(value) ? (
        <RowList field={field} rows={value} files={files} firstRow={firstRow} />
      ) : (
        text
      );
    default:
      return <span className={classes.text}>{text}</span>;
  }
}

function FileLink({ id, file }: { id: string; file: AnswerFile | undefined }) {
  const { t, format } = useI18n();
  const name = file?.name ?? id;
  return (
    <DownloadButton
      file={attachmentFile({ id, name })}
      variant="subtle"
      size="compact-md"
      aria-label={t('common.downloadNamed', { name })}
    >
      {file ? `${name} (${format.size(file.size)})` : name}
    </DownloadButton>
  );
}

function AgencyName({ id }: { id: string }) {
  const agencies = useQuery(organisationsQuery());
  return agencies.data?.find((agency) => agency.id === id)?.name ?? id;
}

function UnitName({ code }: { code: string }) {
  const units = useQuery(unitsQuery());
  return units.data?.find((unit) => unit.code === code)?.name ?? code;
}

function RowList({
  field,
  rows,
  files,
  firstRow,
}: Omit<AnswerTextProps, 'value'> & { rows: readonly unknown[] }) {
  const { language } = useI18n();
  const columns = fieldsOfRow(field);
  return (
    <ol className={classes.rows} start={firstRow}>
      {rows.filter(isGroup).map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows that are only read have no other name
        <li key={index}>
          <dl className={classes.cells}>
            {columns
              .filter(({ key }) => !isBlank(row[key]))
              .map(({ key, field: cell }) => (
                <div key={key}>
                  <dt>{titleOf(cell, language)}</dt>
                  <dd>
                    <AnswerText field={cell} value={row[key]} files={files} />
                  </dd>
                </div>
              ))}
          </dl>
        </li>
      ))}
    </ol>
  );
}
