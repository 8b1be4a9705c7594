import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { saveCalendar } from '~/api/calendar';
import type { Calendar, CalendarInput, ServiceWeek } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { DateField } from '~/ui/DateField';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import classes from './CalendarPage.module.css';
import { useCalendarChange } from './useCalendarChange';
import { readSpans, type WrittenWeek, weekdays, writeWeek } from './week';
import { calendarWords } from './words';

/** A field above the week: a date or a name. */
interface Head {
  key: 'effectiveFrom' | 'from' | 'to' | 'name';
  type: 'date' | 'text';
}

interface WeekDialogProps {
  title: string;
  calendar: Calendar;
  heads: readonly Head[];
  initial: Readonly<Record<string, string>>;
  week: ServiceWeek;
  /** The calendar with what was filled in. */
  compose(heads: Readonly<Record<string, string>>, week: ServiceWeek): CalendarInput;
  /** Present where it can be removed: the calendar without it. */
  without?: CalendarInput | undefined;
  onClose(): void;
  onDone(): void;
}

const form = 'jam';

/** The API's pointers go through lists, such as `/hours/0/week/monday/1`: what they are about stands at the end. */
const fieldNamed = (pointer: string): string | undefined =>
  pointer
    .split('/')
    .map((name) => (name === 'effective_from' ? 'effectiveFrom' : name))
    .findLast((name) => (weekdays as readonly string[]).includes(name) || headNames.includes(name));
const headNames: readonly string[] = ['effectiveFrom', 'from', 'to', 'name'];

/** A week of hours with the dates for which it holds. */
export function WeekDialog(props: WeekDialogProps) {
  const { title, calendar, heads, initial, week, compose, without, onClose, onDone } = props;
  const { t } = useI18n();
  const w = useWords(calendarWords);
  useReturnFocus();
  const [values, setValues] = useState<Record<string, string>>({ ...initial });
  const [written, setWritten] = useState<WrittenWeek>(writeWeek(week));
  const [attempt, setAttempt] = useState(0);
  const change = useCalendarChange((sent: CalendarInput) => saveCalendar(calendar.version, sent));
  const faults = [
    ...heads
      .filter(({ key }) => !values[key]?.trim())
      .map(({ key }) => ({ field: key as string, text: t('form.requiredNamed', { label: w(key) }) })),
    ...weekdays
      .filter((day) => readSpans(written[day]) === undefined)
      .map((day) => ({ field: day as string, text: w('weekFault', { day: w(`day.${day}`) }) })),
  ];
  const serverFaults = serverErrors(
    form,
    change.error,
    [...weekdays, ...heads.map(({ key }) => key)],
    t,
    fieldNamed,
  );
  const faultOf = (field: string) =>
    (attempt > 0 && faults.find((fault) => fault.field === field)?.text) ||
    serverFaults.find((fault) => fault.fieldId === fieldId(form, field))?.text;
  const summary =
    attempt > 0 && faults.length > 0
      ? faults.map(({ field, text }) => ({ fieldId: fieldId(form, field), text }))
      : serverFaults;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (faults.length > 0) return setAttempt(attempt + 1);
    const read = Object.fromEntries(weekdays.map((day) => [day, readSpans(written[day]) ?? []]));
    change.mutate(compose(values, read as unknown as ServiceWeek), { onSuccess: onDone });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          <FormErrorSummary items={summary} attempt={attempt + change.failureCount} />
          <div className={classes.fields}>
            {heads.map(({ key, type }, index) => {
              const Field = type === 'date' ? DateField : TextInput;
              return (
                <Field
                  key={key}
                  id={fieldId(form, key)}
                  label={w(key)}
                  value={values[key] ?? ''}
                  error={faultOf(key)}
                  maxLength={200}
                  {...(index === 0 && { 'data-autofocus': true })}
                  onChange={(event) => setValues({ ...values, [key]: event.currentTarget.value })}
                />
              );
            })}
          </div>
          <fieldset className={classes.weekFields}>
            <legend>{w('week')}</legend>
            {weekdays.map((day) => (
              <TextInput
                key={day}
                id={fieldId(form, day)}
                label={w(`day.${day}`)}
                placeholder={w('closed')}
                value={written[day]}
                error={faultOf(day)}
                onChange={(event) => setWritten({ ...written, [day]: event.currentTarget.value })}
              />
            ))}
          </fieldset>
          <div className={classes.quiet}>{w('weekHint')}</div>
          <div>{w('effect')}</div>
          <Group justify="space-between">
            {without ? (
              <Button
                color="red"
                variant="subtle"
                disabled={change.isPending}
                onClick={() => change.mutate(without, { onSuccess: onDone })}
              >
                {w('remove')}
              </Button>
            ) : (
              <span />
            )}
            <Group>
              <Button variant="default" onClick={onClose} disabled={change.isPending}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" loading={change.isPending}>
                {w('save')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
