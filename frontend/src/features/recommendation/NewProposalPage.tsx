import { Button, NativeSelect, Radio, Stack, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { createProposal, type ProposalInput, proposalsKey, proposalsQuery } from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { fieldId, serverErrors } from '~/ui/formErrors';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import classes from './ProposalPage.module.css';
import { proposalWords } from './words';

const form = 'usulan';
const kinds = ['building', 'development'] as const;

/** A proposal begins with its name and kind, and with the answers of an earlier one where that helps. */
export function NewProposalPage() {
  const { t } = useI18n();
  const w = useWords(proposalWords);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState<ProposalInput['proposal'] | ''>('');
  const [from, setFrom] = useState('');
  const [attempts, setAttempts] = useState(0);
  const earlier = useInfiniteQuery(proposalsQuery({}));
  const own = earlier.data?.pages[0]?.items ?? [];
  const making = useMutation({
    mutationFn: createProposal,
    onSuccess: ({ id }) => {
      void queryClient.invalidateQueries({ queryKey: proposalsKey, refetchType: 'none' });
      return navigate({ to: '/rekomendasi/$id', params: { id }, replace: true });
    },
  });
  const missing = [
    ...(title.trim() === '' ? [{ fieldId: fieldId(form, 'title'), text: w('nameMissing') }] : []),
    ...(kind === '' ? [{ fieldId: fieldId(form, 'proposal'), text: w('kindMissing') }] : []),
  ];
  const told = attempts > 0 ? missing : [];
  const summary = told.length > 0 ? told : serverErrors(form, making.error, ['title', 'proposal', 'from'], t);
  const faultOf = (field: string) => summary.find((item) => item.fieldId === fieldId(form, field))?.text;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAttempts(attempts + 1);
    if (missing.length > 0 || kind === '') return;
    making.mutate({ title: title.trim(), proposal: kind, ...(from && { from }) });
  };
  return (
    <Page
      title={w('newTitle')}
      lead={w('newLead')}
      crumbs={[{ label: w('title'), link: { to: '/rekomendasi' } }]}
      narrow
    >
      <form noValidate aria-label={w('newTitle')} onSubmit={submit}>
        <FormErrorSummary items={summary} attempt={attempts + making.failureCount} />
        <Section title={w('identity')}>
          <Stack gap="lg">
            <TextInput
              id={fieldId(form, 'title')}
              label={w('newName')}
              description={w('newNameHint')}
              error={faultOf('title')}
              maxLength={200}
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
            <Radio.Group
              id={fieldId(form, 'proposal')}
              label={w('kind')}
              error={faultOf('proposal')}
              value={kind}
              onChange={(value) => setKind(value as ProposalInput['proposal'])}
            >
              <div className={classes.choices}>
                {kinds.map((value) => (
                  <Radio
                    key={value}
                    value={value}
                    label={w(`proposal.${value}`)}
                    description={w(`proposal.${value}.hint`)}
                  />
                ))}
              </div>
            </Radio.Group>
            {own.length > 0 && (
              <NativeSelect
                id={fieldId(form, 'from')}
                label={`${w('from')} ${t('common.optional')}`}
                description={w('fromHint')}
                error={faultOf('from')}
                value={from}
                onChange={(event) => setFrom(event.currentTarget.value)}
                data={[
                  { value: '', label: w('fromNone') },
                  ...own.map(({ id, number, title: name }) => ({ value: id, label: `${name} (${number})` })),
                ]}
              />
            )}
            <div>
              <Button type="submit" loading={making.isPending}>
                {w('begin')}
              </Button>
            </div>
          </Stack>
        </Section>
      </form>
    </Page>
  );
}
