import { Button, Group, Modal, Radio, Stack, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type KeptService, publishService, versionQuery } from '~/api/catalogueAdmin';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { office } from '~/lib/office';
import { startOfDay } from '~/lib/officeTime';
import { DateField } from '~/ui/DateField';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { ErrorState, LoadingState } from '~/ui/states';
import classes from './dialogs.module.css';
import { serviceErrors } from './serviceErrors';
import { useServiceChange } from './useServiceChange';
import { catalogueWords } from './words';

interface PublishDialogProps {
  kept: KeptService;
  number: number;
  onClose(): void;
  onDone(text: string): void;
}

const form = 'terbit';
const fields = ['date', 'note'] as const;
const names = { effective_from: 'date' };

/** Puts a draft into effect, now or from a date on, after saying what that means. */
export function PublishDialog({ kept, number, onClose, onDone }: PublishDialogProps) {
  const w = useWords(catalogueWords);
  const { t, format } = useI18n();
  const { history, etag } = kept;
  const version = useQuery(versionQuery(history.code, number));
  const [later, setLater] = useState(false);
  const [date, setDate] = useState('');
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(0);
  const publication = useServiceChange(() =>
    publishService(history.code, etag, {
      version: number,
      ...(later && { effective_from: startOfDay(date, office.timeZone) }),
      ...(note.trim() && { note: note.trim() }),
    }),
  );
  const noDate = later && date === '';
  const summary =
    missing > 0 && noDate
      ? [{ fieldId: fieldId(form, 'date'), text: w('publishDateRequired') }]
      : (serviceErrors(publication.error, w) ?? serverErrors(form, publication.error, fields, t, names));

  const submit = () => {
    if (noDate) return setMissing(missing + 1);
    publication.mutate(undefined, {
      onSuccess: () => {
        onDone(later ? w('scheduled', { number, date: format.date(date) }) : w('published', { number }));
        onClose();
      },
    });
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={w('publishTitle', { number })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {version.isPending && <LoadingState lines={3} />}
      {version.isError && <ErrorState error={version.error} onRetry={() => version.refetch()} />}
      {version.data && (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Stack gap="md">
            <FormErrorSummary items={summary} attempt={missing + publication.failureCount} />
            <Radio.Group
              label={w('publishWhen')}
              value={later ? 'later' : 'now'}
              onChange={(chosen) => setLater(chosen === 'later')}
            >
              <Stack gap="xs" mt="xs">
                <Radio value="now" label={w('publishNow')} />
                <Radio value="later" label={w('publishLater')} />
              </Stack>
            </Radio.Group>
            {later && (
              <DateField
                id={fieldId(form, 'date')}
                label={w('publishDate')}
                description={w('publishDateHint', { zone: office.timeZoneLabel })}
                error={missing > 0 && noDate && w('publishDateRequired')}
                className={classes.short}
                value={date}
                onChange={(event) => setDate(event.currentTarget.value)}
              />
            )}
            <Textarea
              id={fieldId(form, 'note')}
              label={`${w('publishNote')} ${t('common.optional')}`}
              autosize
              minRows={2}
              maxLength={1000}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
            <div className={classes.effect}>
              <strong>{w('effectTitle')}</strong>
              <ul>
                {effects().map((effect) => (
                  <li key={effect}>{effect}</li>
                ))}
              </ul>
            </div>
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose} disabled={publication.isPending}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" loading={publication.isPending}>
                {w('publishSubmit')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );

  function effects(): string[] {
    const current = history.items.find(({ state }) => state === 'current');
    const external = version.data?.channel === 'external';
    return [
      ...(current ? [w('effect.replace', { number, current: current.number })] : []),
      ...(version.data?.hidden ? [w('effect.hidden')] : current ? [] : [w('effect.first')]),
      external ? w('effect.external') : w('effect.requestable'),
      ...(current && !external ? [w('effect.running')] : []),
      ...(history.retired_at ? [w('effect.retired')] : []),
      w('effect.frozen'),
    ];
  }
}
