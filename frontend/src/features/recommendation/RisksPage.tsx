import { Button, SegmentedControl } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import {
  addRisk,
  type Proposal,
  proposalFormQuery,
  proposalQuery,
  proposalsKey,
  type RecommendationForm,
  type Risk,
  risksQuery,
} from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { type Column, DataTable } from '~/ui/DataTable';
import { FormErrorSummary } from '~/ui/FormErrorSummary';
import { optionsOf, titleOf } from '~/ui/form/kinds';
import { serverErrors } from '~/ui/formErrors';
import { PlusIcon, UploadIcon } from '~/ui/icons';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { Badge } from '~/ui/StatusBadge';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import { LevelBadge, nameOfLevel } from './LevelBadge';
import { RiskMatrix } from './RiskMatrix';
import classes from './RisksPage.module.css';
import { levelOf, magnitudeOf, scoresOf } from './risk';
import { riskWords } from './riskWords';
import { proposalWords } from './words';

const route = getRouteApi('/signed-in/rekomendasi/$id/risiko');

/** The register of risks: the table, the matrix, and the ways to add to it. */
export function RisksPage() {
  const w = useWords(riskWords);
  const say = useWords(proposalWords);
  const { id } = route.useParams();
  const said = useLocation({ select: ({ state }) => state.said });
  const proposal = useQuery(proposalQuery(id));
  const forms = useQuery(proposalFormQuery());
  const risks = useQuery(risksQuery(id));
  const failed = [proposal, forms, risks].find(({ isError }) => isError);
  const writable = proposal.data?.proposal.allowed_actions.includes('save') ?? false;
  return (
    <Page
      title={w('title')}
      lead={w('lead')}
      crumbs={[
        { label: say('title'), link: { to: '/rekomendasi' } },
        ...(proposal.data
          ? [
              {
                label: proposal.data.proposal.title,
                link: { to: '/rekomendasi/$id', params: { id } } as const,
              },
            ]
          : []),
      ]}
      actions={
        writable && (
          <>
            <LinkButton
              to="/rekomendasi/$id/risiko-impor"
              params={{ id }}
              variant="default"
              leftSection={<UploadIcon size={18} />}
            >
              {w('import')}
            </LinkButton>
            <AddRisk id={id} />
          </>
        )
      }
    >
      {said && (
        <div className={classes.said}>
          <Notice tone="positive" live>
            {said}
          </Notice>
        </div>
      )}
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => failed.refetch()} />
      ) : proposal.data && forms.data && risks.data ? (
        <Register proposal={proposal.data.proposal} forms={forms.data} risks={risks.data} />
      ) : (
        <LoadingState lines={6} />
      )}
    </Page>
  );
}

/** A risk begins empty and is written on its own page. */
function AddRisk({ id }: { id: string }) {
  const { t } = useI18n();
  const w = useWords(riskWords);
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const adding = useMutation({
    mutationFn: () => addRisk(id),
    onSuccess: (risk) => {
      void queryClient.invalidateQueries({ queryKey: proposalsKey, refetchType: 'none' });
      return navigate({ to: '/rekomendasi/$id/risiko/$risk', params: { id, risk: risk.id } });
    },
  });
  return (
    <>
      <Button leftSection={<PlusIcon size={18} />} loading={adding.isPending} onClick={() => adding.mutate()}>
        {w('add')}
      </Button>
      <FormErrorSummary items={serverErrors('risiko', adding.error, [], t)} attempt={adding.failureCount} />
    </>
  );
}

interface RegisterProps {
  proposal: Proposal;
  forms: RecommendationForm;
  risks: readonly Risk[];
}

function Register({ proposal, forms, risks }: RegisterProps) {
  const { language } = useI18n();
  const w = useWords(riskWords);
  const [which, setWhich] = useState<'risk' | 'residual'>('risk');
  if (risks.length === 0) return <EmptyState title={w('empty')} text={w('emptyText')} />;
  const level = levelOf(forms.levels, proposal.threshold);
  return (
    <div className={classes.parts}>
      <RiskTable proposal={proposal} forms={forms} risks={risks} />
      <Section title={w('matrixTitle')}>
        <SegmentedControl
          className={`${classes.which} no-print`}
          value={which}
          onChange={(value) => setWhich(value as typeof which)}
          data={[
            { value: 'risk', label: w('beforeTreatment') },
            { value: 'residual', label: w('afterTreatment') },
          ]}
        />
        <RiskMatrix forms={forms} risks={risks} which={which} proposal={proposal.id} />
        {level && (
          <p className={classes.quiet}>
            {w('threshold', { threshold: proposal.threshold, level: nameOfLevel(level, language) })}
          </p>
        )}
      </Section>
    </div>
  );
}

/** The name of what was chosen for a field of a risk. */
function useChosen(forms: RecommendationForm) {
  const { language } = useI18n();
  return (risk: Risk, key: string): string => {
    const field = forms.risk.form.properties[key];
    const option = field && optionsOf(field).find(({ const: code }) => code === risk.answers[key]);
    return option ? titleOf(option, language) : '';
  };
}

function RiskTable({ proposal, forms, risks }: RegisterProps) {
  const w = useWords(riskWords);
  const chosen = useChosen(forms);
  const levelCell = (risk: Risk, which: 'risk' | 'residual') => {
    const magnitude = magnitudeOf(forms.matrix, scoresOf(risk.answers, which));
    return <LevelBadge level={levelOf(forms.levels, magnitude)} magnitude={magnitude} />;
  };
  const columns: Column<Risk>[] = [
    {
      key: 'event',
      title: w('event'),
      primary: true,
      cell: (risk) => (
        <Link
          to="/rekomendasi/$id/risiko/$risk"
          params={{ id: proposal.id, risk: risk.id }}
          className={classes.event}
        >
          <span className={classes.number}>R{risk.number}</span>{' '}
          <span>
            {String(risk.answers.event ?? '') || w('noEvent')}
            <span className={classes.category}>{chosen(risk, 'category')}</span>
          </span>
        </Link>
      ),
    },
    { key: 'level', title: w('level'), cell: (risk) => levelCell(risk, 'risk') },
    {
      key: 'treatment',
      title: w('treatment'),
      cell: ({ answers, ...risk }) =>
        answers.needs_treatment === true
          ? chosen({ answers, ...risk }, 'option') || chosen({ answers, ...risk }, 'positive_option')
          : w(answers.needs_treatment === false ? 'noTreatment' : 'undecided'),
    },
    {
      key: 'residual',
      title: w('residual'),
      cell: (risk) => (risk.answers.residual === false ? w('noResidual') : levelCell(risk, 'residual')),
    },
    {
      key: 'complete',
      title: w('complete'),
      cell: ({ complete }) => (
        <Badge tone={complete ? 'done' : 'in_progress'}>{w(`complete.${complete ? 'yes' : 'no'}`)}</Badge>
      ),
    },
  ];
  return <DataTable caption={w('title')} columns={columns} rows={risks} rowKey={({ id }) => id} />;
}
