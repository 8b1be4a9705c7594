import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import classes from './FormFields.module.css';
import { type FieldProps, useFieldFrame } from './formContext';
import { formWords } from './formWords';
import { bandOf, titleOf } from './kinds';

/** A number that the form computes, and what it is called. */
export function TotalField(props: FieldProps) {
  const { language } = useI18n();
  const w = useWords(formWords);
  const write = useNumberText();
  const { id, description } = useFieldFrame({ ...props, required: true });
  const total = typeof props.value === 'number' ? props.value : 0;
  const band = bandOf(props.field, total);
  return (
    <div className={classes.total} id={id} tabIndex={-1}>
      <div>
        <p className={classes.label}>{titleOf(props.field, language)}</p>
        <p className={classes.help}>{description ?? w('total')}</p>
      </div>
      <output className={classes.sum}>
        {write(props.field, total)}
        {band && <span className={classes.band}>{titleOf(band, language)}</span>}
      </output>
    </div>
  );
}

/**
 * Writes a number of a field the way the locale does, as money or with its unit. A year or a port is not grouped, as
 * in the papers that the server draws.
 */
export function useNumberText() {
  const { format } = useI18n();
  return (field: FieldProps['field'], value: number): string => {
    const isMoney = field.format === 'rupiah';
    const number = new Intl.NumberFormat(format.locale, {
      maximumFractionDigits: 6,
      useGrouping: isMoney || field['x-unit'] !== undefined || Math.abs(value) >= 10_000,
    }).format(value);
    if (isMoney) return `Rp ${number}`;
    return field['x-unit'] ? `${number} ${field['x-unit']}` : number;
  };
}
