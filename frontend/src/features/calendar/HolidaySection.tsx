import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { holidayFile, holidaysQuery, removeHoliday } from '~/api/calendar';
import type { Holiday } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { DataTable } from '~/ui/DataTable';
import { DownloadButton } from '~/ui/DownloadButton';
import { describeError } from '~/ui/describeError';
import { PlusIcon, UploadIcon } from '~/ui/icons';
import { Notice } from '~/ui/Notice';
import { Section } from '~/ui/Section';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import classes from './CalendarPage.module.css';
import { useCalendarChange } from './useCalendarChange';
import { calendarWords } from './words';

const HolidayDialog = lazy(() =>
  import('./HolidayDialog').then((module) => ({ default: module.HolidayDialog })),
);
const ImportDialog = lazy(() =>
  import('./ImportDialog').then((module) => ({ default: module.ImportDialog })),
);

type Open =
  | { kind: 'edit'; holiday: Holiday | null }
  | { kind: 'remove'; holiday: Holiday }
  | { kind: 'import' };

/** The holidays of a year, and what can be done with them. */
export function HolidaySection({ year, onSaved }: { year: number; onSaved(): void }) {
  const { t, format } = useI18n();
  const w = useWords(calendarWords);
  const holidays = useQuery(holidaysQuery(year));
  const [open, setOpen] = useState<Open | null>(null);
  const remove = useCalendarChange(removeHoliday);
  const close = () => setOpen(null);
  const done = () => {
    close();
    onSaved();
  };
  return (
    <Section
      title={w('holidays', { year: String(year) })}
      aside={
        <div className={classes.row}>
          <Button
            size="sm"
            leftSection={<PlusIcon size={18} />}
            onClick={() => setOpen({ kind: 'edit', holiday: null })}
          >
            {w('add')}
          </Button>
          <Button
            size="sm"
            variant="default"
            leftSection={<UploadIcon size={18} />}
            onClick={() => setOpen({ kind: 'import' })}
          >
            {w('import')}
          </Button>
          <DownloadButton size="sm" variant="default" file={holidayFile(year)}>
            {w('export')}
          </DownloadButton>
        </div>
      }
    >
      {remove.isError && (
        <Notice tone="negative" live>
          {describeError(remove.error, t).text}
        </Notice>
      )}
      {holidays.isPending && <LoadingState lines={6} />}
      {holidays.isError && <ErrorState error={holidays.error} onRetry={() => holidays.refetch()} />}
      {holidays.data?.length === 0 && <EmptyState title={w('noHolidays')} text={w('noHolidaysText')} />}
      {holidays.data && holidays.data.length > 0 && (
        <DataTable
          caption={w('holidays', { year: String(year) })}
          rows={holidays.data}
          rowKey={({ id }) => id}
          columns={[
            { key: 'date', title: w('date'), primary: true, cell: ({ date }) => format.weekday(date) },
            { key: 'name', title: w('name'), cell: ({ name }) => name },
            { key: 'kind', title: w('kind'), cell: ({ kind }) => w(`kind.${kind}`) },
            {
              key: 'actions',
              title: w('actions'),
              cell: (holiday) => (
                <div className={classes.rowActions}>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    aria-label={w('changeNamed', { name: holiday.name })}
                    onClick={() => setOpen({ kind: 'edit', holiday })}
                  >
                    {w('change')}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="red"
                    aria-label={w('removeNamed', { name: holiday.name })}
                    onClick={() => setOpen({ kind: 'remove', holiday })}
                  >
                    {w('remove')}
                  </Button>
                </div>
              ),
            },
          ]}
        />
      )}
      <Suspense>
        {open?.kind === 'edit' && (
          <HolidayDialog holiday={open.holiday} year={year} onClose={close} onDone={done} />
        )}
        {open?.kind === 'import' && <ImportDialog onClose={close} onDone={done} />}
      </Suspense>
      {open?.kind === 'remove' && (
        <ConfirmDialog
          opened
          title={w('removeTitle', { name: open.holiday.name })}
          text={w('removeText', { date: format.weekday(open.holiday.date) })}
          confirmLabel={w('remove')}
          cancelLabel={t('common.cancel')}
          onCancel={close}
          onConfirm={() => {
            remove.mutate(open.holiday, { onSuccess: onSaved });
            close();
          }}
        />
      )}
    </Section>
  );
}
