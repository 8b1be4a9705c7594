import { Button, Stack, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isOutdated } from '~/api/problem';
import { noticeQuery, type PrivacyNoticeInput, saveNotice, type VersionedNotice } from '~/api/settings';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { Notice } from '~/ui/Notice';
import { noticeParts, noticeWords } from '~/ui/noticeWords';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import { privacyWords } from './words';

/** The texts of the privacy notice: each change makes a version, and those before it stay. */
export function NoticePage() {
  const w = useWords(privacyWords);
  const notice = useQuery(noticeQuery());
  return (
    <Page
      title={w('noticeTitle')}
      lead={w('noticeLead')}
      crumbs={[{ label: w('title'), link: { to: '/admin/privasi' } }]}
      narrow
    >
      {notice.isPending && <LoadingState lines={9} />}
      {notice.isError && <ErrorState error={notice.error} onRetry={() => notice.refetch()} />}
      {notice.data && <NoticeForm key={notice.data.etag} server={notice.data} />}
    </Page>
  );
}

const form = 'pemberitahuan';
const languages = ['id', 'en'] as const;
const fields = ['id/*', 'en/*'];

function NoticeForm({ server }: { server: VersionedNotice }) {
  const w = useWords(privacyWords);
  const say = useWords(noticeWords);
  const { t } = useI18n();
  const queryClient = useQueryClient();
  const [texts, setTexts] = useState<PrivacyNoticeInput>({ id: server.value.id, en: server.value.en });
  const save = useMutation({
    mutationFn: () => saveNotice(server.etag, texts),
    onSuccess: (taken) => queryClient.setQueryData(noticeQuery().queryKey, taken),
    onError: (error) => {
      if (isOutdated(error)) void queryClient.invalidateQueries({ queryKey: noticeQuery().queryKey });
    },
  });
  const summary = serverErrors(form, save.error, fields, t);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        <FormErrorSummary items={summary} attempt={save.failureCount} />
        <Notice tone="info">
          {server.value.version === 1
            ? w('noticeShipped')
            : say('version', { version: server.value.version })}
        </Notice>
        {languages.map((language) => (
          <Section key={language} title={w(`notice.${language}`)}>
            <Stack>
              {noticeParts.map((part) => (
                <Textarea
                  key={part}
                  id={fieldId(form, `${language}/${part}`)}
                  label={say(part)}
                  lang={language}
                  autosize
                  minRows={2}
                  maxLength={2000}
                  value={texts[language][part]}
                  onChange={(event) => {
                    const text = event.currentTarget.value;
                    setTexts((now) => ({ ...now, [language]: { ...now[language], [part]: text } }));
                  }}
                />
              ))}
            </Stack>
          </Section>
        ))}
        <div>
          <Button type="submit" loading={save.isPending}>
            {w('noticeSave')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
