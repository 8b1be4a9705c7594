import { Input, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { office } from '~/lib/office';
import { instantAt, todayInOffice, wallClock } from '~/lib/officeTime';
import { BookingHint } from './BookingHint';
import { isGroup } from './check';
import classes from './FormFields.module.css';
import { dateOf, dayNumber, instantOf } from './formats';
import { type FieldProps, idOfPointer, useFieldFrame, useFormContext } from './formContext';
import { formWords } from './formWords';
import { helpOf, titleOf } from './kinds';
import { textOf } from './TextFields';
import type { Field } from './types';

/** The first and the last day that a field takes, for the browser's own calendar. */
function limitsOf(field: Field): { min?: string; max?: string } {
  const today = dayNumber(todayInOffice()) ?? 0;
  const [earliest, latest] = [field['x-earliest'], field['x-latest']];
  return {
    ...(earliest !== undefined && { min: dateOf(today + earliest) }),
    ...(latest !== undefined && { max: dateOf(today + latest) }),
  };
}

export function DateField(props: FieldProps) {
  return (
    <TextInput
      {...useFieldFrame(props)}
      {...limitsOf(props.field)}
      type="date"
      classNames={{ wrapper: classes.short }}
      value={textOf(props.value)}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

interface Clock {
  date: string;
  time: string;
}

/** Date and time of an instant; a half-written one, such as `2026-03-10T`, gives back what is there. */
function clockOf(value: unknown): Clock {
  const text = textOf(value);
  const instant = instantOf(text);
  if (instant !== null) return wallClock(new Date(instant), office.timeZone);
  const [date = '', time = ''] = text.split('T');
  return { date, time };
}

function instantText({ date, time }: Clock): string {
  if (date && time) return instantAt(date, time, office.timeZone);
  return date || time ? `${date}T${time}` : '';
}

/** From when until when, in the office's time. */
export function TimeRangeField({ pointer, field, value, required, onChange }: FieldProps) {
  const { t, language } = useI18n();
  const w = useWords(formWords);
  const { name, errors, disabled, onLeave } = useFormContext();
  const range = isGroup(value) ? value : {};
  const [clocks, setClocks] = useState({ start: clockOf(range.start), end: clockOf(range.end) });
  // Another version of the answers may have come in.
  const same = (['start', 'end'] as const).every((key) => instantText(clocks[key]) === textOf(range[key]));
  const shown = same ? clocks : { start: clockOf(range.start), end: clockOf(range.end) };

  const change = (key: 'start' | 'end', part: Partial<Clock>) => {
    const next = { ...shown, [key]: { ...shown[key], ...part } };
    // Most things end on the day on which they begin.
    if (key === 'start' && part.date && !shown.end.date) next.end = { ...next.end, date: part.date };
    setClocks(next);
    onChange({ start: instantText(next.start), end: instantText(next.end) });
  };
  const error = errors.get(pointer);
  const id = idOfPointer(name, pointer);
  return (
    <fieldset className={classes.group} id={id} tabIndex={-1}>
      <legend>
        {titleOf(field, language)} {!required && t('common.optional')}
      </legend>
      <p className={classes.help}>
        {helpOf(field, language)} {w('zone', { zone: office.timeZoneLabel })}
      </p>
      {(['start', 'end'] as const).map((key) => (
        <div key={key}>
          <div className={classes.pair}>
            <TextInput
              id={`${id}-${key}`}
              type="date"
              label={w(`${key}Date`)}
              {...(key === 'start' ? limitsOf(field) : { min: shown.start.date })}
              error={errors.has(`${pointer}/${key}`)}
              aria-describedby={`${id}-${key}-error`}
              disabled={disabled}
              value={shown[key].date}
              onChange={(event) => change(key, { date: event.currentTarget.value })}
              onBlur={() => onLeave(`${pointer}/${key}`)}
            />
            <TextInput
              id={`${id}-${key}-time`}
              type="time"
              label={w(`${key}Time`)}
              error={errors.has(`${pointer}/${key}`)}
              aria-describedby={`${id}-${key}-error`}
              disabled={disabled}
              value={shown[key].time}
              onChange={(event) => change(key, { time: event.currentTarget.value })}
              onBlur={() => onLeave(`${pointer}/${key}`)}
            />
          </div>
          <Input.Error size="md" mt={6} id={`${id}-${key}-error`}>
            {errors.get(`${pointer}/${key}`)}
          </Input.Error>
        </div>
      ))}
      {error && <Input.Error size="md">{error}</Input.Error>}
      {field['x-books'] && (
        <BookingHint
          start={instantText(shown.start)}
          end={instantText(shown.end)}
          kinds={field['x-books'].map(({ kind }) => kind)}
        />
      )}
    </fieldset>
  );
}
