import { Button, Input, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import classes from './FormFields.module.css';
import { type FieldProps, idOfPointer, useFormContext } from './formContext';
import { formWords } from './formWords';
import { helpOf, titleOf } from './kinds';
import { textOf } from './TextFields';

/** Six decimals of a degree are a tenth of a metre: more than any device knows. */
const decimals = 6;

/** A place on earth: latitude and longitude, typed or from the device. */
export function PlaceField({ pointer, field, value, required, onChange }: FieldProps) {
  const { t, language } = useI18n();
  const w = useWords(formWords);
  const { name, errors, disabled, onLeave } = useFormContext();
  const [search, setSearch] = useState<'idle' | 'running' | 'failed'>('idle');
  const [latitude = '', longitude = ''] = textOf(value).split(',');
  const change = (north: string, east: string) => {
    // A comma before the decimals is how numbers are written here, a point is how places are.
    const [a, b] = [north, east].map((text) => text.trim().replace(',', '.'));
    onChange(a || b ? `${a},${b}` : undefined);
  };
  const locate = () => {
    setSearch('running');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setSearch('idle');
        onChange(`${coords.latitude.toFixed(decimals)},${coords.longitude.toFixed(decimals)}`);
      },
      () => setSearch('failed'),
      { enableHighAccuracy: true, timeout: 20_000 },
    );
  };
  const id = idOfPointer(name, pointer);
  const error = errors.get(pointer);
  const frame = {
    inputMode: 'text' as const,
    autoComplete: 'off',
    error: error !== undefined,
    'aria-describedby': `${id}-error`,
    disabled,
    onBlur: () => onLeave(pointer),
  };
  return (
    <fieldset className={classes.group}>
      <legend>
        {titleOf(field, language)} {!required && t('common.optional')}
      </legend>
      {helpOf(field, language) && <p className={classes.help}>{helpOf(field, language)}</p>}
      <div className={classes.pair}>
        <TextInput
          {...frame}
          id={id}
          label={w('latitude')}
          placeholder="2.8371"
          value={latitude}
          onChange={(event) => change(event.currentTarget.value, longitude)}
        />
        <TextInput
          {...frame}
          id={`${id}-longitude`}
          label={w('longitude')}
          placeholder="117.3653"
          value={longitude}
          onChange={(event) => change(latitude, event.currentTarget.value)}
        />
      </div>
      <Input.Error size="md" id={`${id}-error`}>
        {error}
      </Input.Error>
      {'geolocation' in navigator && (
        <div>
          <Button variant="default" size="sm" onClick={locate} disabled={disabled || search === 'running'}>
            {w(search === 'running' ? 'locating' : 'useLocation')}
          </Button>
        </div>
      )}
      <p role="status" className={classes.help}>
        {search === 'failed' && w('noLocation')}
      </p>
    </fieldset>
  );
}
