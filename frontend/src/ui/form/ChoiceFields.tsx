import { Checkbox, NativeSelect, Radio } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { unitsQuery } from '~/api/catalogue';
import { organisationsQuery } from '~/api/inbox';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { Markdown } from '~/ui/Markdown';
import classes from './FormFields.module.css';
import { type FieldProps, useFieldFrame } from './formContext';
import { formWords } from './formWords';
import { helpOf, optionsOf, statementOf, titleOf } from './kinds';
import { textOf } from './TextFields';

/** Up to this many choices are all shown; more become a list. */
const mostRadios = 6;

/** One of several. */
export function ChoiceField(props: FieldProps) {
  const { language } = useI18n();
  const options = optionsOf(props.field).map((option) => ({
    value: option.const,
    label: titleOf(option, language),
    description: helpOf(option, language),
  }));
  if (options.length > mostRadios) return <ListField {...props} options={options} />;
  return <RadioField {...props} options={options} />;
}

export function YesNoField(props: FieldProps) {
  const w = useWords(formWords);
  return (
    <RadioField
      {...props}
      value={typeof props.value === 'boolean' ? String(props.value) : ''}
      onChange={(value) => props.onChange(value === 'true')}
      options={[
        { value: 'true', label: w('yes') },
        { value: 'false', label: w('no') },
      ]}
    />
  );
}

interface Choice {
  value: string;
  label: string;
  description?: string | undefined;
}

function RadioField({ options, ...props }: FieldProps & { options: readonly Choice[] }) {
  const { onBlur, ...frame } = useFieldFrame(props);
  return (
    <Radio.Group {...frame} value={textOf(props.value)} onChange={(value) => props.onChange(value)}>
      <div className={classes.choices}>
        {options.map(({ value, label, description }) => (
          <Radio
            key={value}
            value={value}
            label={label}
            description={description}
            disabled={frame.disabled}
            onBlur={onBlur}
          />
        ))}
      </div>
    </Radio.Group>
  );
}

function ListField({ options, ...props }: FieldProps & { options: readonly Choice[] }) {
  const w = useWords(formWords);
  const { disabled, ...frame } = useFieldFrame(props);
  return (
    <NativeSelect
      {...frame}
      disabled={disabled}
      value={textOf(props.value)}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      data={[{ value: '', label: w('choose') }, ...options.map(({ value, label }) => ({ value, label }))]}
    />
  );
}

/** Any number of several, kept in the order of the form. */
export function ChoicesField(props: FieldProps) {
  const { language } = useI18n();
  const { onBlur, ...frame } = useFieldFrame(props);
  const options = optionsOf(props.field);
  const chosen = Array.isArray(props.value) ? props.value : [];
  return (
    <Checkbox.Group
      {...frame}
      value={chosen}
      onChange={(now) =>
        props.onChange(options.flatMap((option) => (now.includes(option.const) ? [option.const] : [])))
      }
    >
      <div className={classes.choices}>
        {options.map((option) => (
          <Checkbox
            key={option.const}
            value={option.const}
            label={titleOf(option, language)}
            description={helpOf(option, language)}
            disabled={frame.disabled}
            onBlur={onBlur}
          />
        ))}
      </div>
    </Checkbox.Group>
  );
}

/** What one agrees to: the whole text, to be read here, and the word that one does. */
export function StatementField(props: FieldProps) {
  const { language } = useI18n();
  const w = useWords(formWords);
  const { label, description, ...frame } = useFieldFrame(props);
  return (
    <div>
      <p className={classes.label}>{label}</p>
      {description && <p className={classes.help}>{description}</p>}
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className={classes.statement} tabIndex={0} aria-label={titleOf(props.field, language)}>
        <Markdown>{statementOf(props.field, language)}</Markdown>
      </section>
      {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: as above */}
      <Checkbox
        {...frame}
        label={w('agree')}
        checked={props.value === true}
        onChange={(event) => props.onChange(event.currentTarget.checked || undefined)}
      />
    </div>
  );
}

/** An agency that the house knows, by its name. */
export function AgencyField(props: FieldProps) {
  const agencies = useQuery(organisationsQuery());
  const options = (agencies.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return <ListField {...props} options={options} />;
}

/** A unit of the office. */
export function UnitField(props: FieldProps) {
  const units = useQuery(unitsQuery());
  const options = (units.data ?? []).map(({ code, name }) => ({ value: code, label: name }));
  return <ListField {...props} options={options} />;
}
