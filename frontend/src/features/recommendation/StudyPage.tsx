import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { saveStudy, studyQuery } from '~/api/recommendationOffice';
import {
  type Proposal,
  proposalFormQuery,
  proposalQuery,
  proposalsKey,
  type RecommendationForm,
  type VersionedAnswers,
} from '~/api/recommendations';
import { useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { AnswerList } from '~/ui/form/AnswerList';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { EmptyState, ErrorState, LoadingState } from '~/ui/states';
import { Guide } from './Guide';
import { officeWords } from './officeWords';
import { OpenPaper } from './Papers';
import { SavedForm } from './SavedForm';
import classes from './StudyPage.module.css';
import { proposalWords } from './words';

const route = getRouteApi('/signed-in/rekomendasi/$id/kajian');

const noFiles = new Map<string, never>();

/** The office's study (kajian) of a proposal: written by its division, read by those who decide. */
export function StudyPage() {
  const w = useWords(officeWords);
  const say = useWords(proposalWords);
  const { id } = route.useParams();
  const proposal = useQuery(proposalQuery(id));
  const forms = useQuery(proposalFormQuery());
  const study = useQuery(studyQuery(id));
  const failed = [proposal, forms, study].find(({ isError }) => isError);
  if (proposal.data && forms.data && study.data)
    return <Content proposal={proposal.data.proposal} forms={forms.data} study={study.data} />;
  return (
    <Page title={w('study')} crumbs={[{ label: say('title'), link: { to: '/rekomendasi' } }]} narrow>
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => failed.refetch()} />
      ) : (
        <LoadingState lines={5} height={96} />
      )}
    </Page>
  );
}

interface ContentProps {
  proposal: Proposal;
  forms: RecommendationForm;
  study: VersionedAnswers;
}

function Content({ proposal, forms: { study: point }, study }: ContentProps) {
  const { format } = useI18n();
  const w = useWords(officeWords);
  const say = useWords(proposalWords);
  const { user } = useSession();
  const queryClient = useQueryClient();
  const { periksa = false } = route.useSearch();
  const { id, ticket } = proposal;
  const writable = proposal.allowed_actions.includes('study');
  const begun = study.savedBy !== null;
  return (
    <Page
      title={w('study')}
      {...(writable && { lead: w('studyLead') })}
      crumbs={[
        { label: say('title'), link: { to: '/rekomendasi' } },
        { label: proposal.title, link: { to: '/rekomendasi/$id', params: { id } } },
      ]}
      meta={
        study.savedBy && say('savedBy', { time: format.dateTime(study.savedAt), name: study.savedBy.name })
      }
      narrow
    >
      {writable && <Guide point={point} />}
      {writable && (
        <SavedForm
          key={String(periksa)}
          form={point.form}
          label={w('study')}
          start={study}
          copyKey={`${user?.id}/${id}/study`}
          save={async (answers, etag) => {
            const saved = await saveStudy(id, answers, etag);
            void queryClient.invalidateQueries({ queryKey: proposalsKey, refetchType: 'none' });
            return saved;
          }}
          load={() => queryClient.fetchQuery(studyQuery(id))}
          onGone={() => void queryClient.invalidateQueries({ queryKey: proposalQuery(id).queryKey })}
          checking={periksa}
        />
      )}
      {!writable && begun && (
        <Section title={w('study')}>
          <AnswerList form={point.form} answers={study.answers} files={noFiles} />
        </Section>
      )}
      {!writable && !begun && <EmptyState title={w('studyNone')} text={w('studyNoneText')} />}
      {writable && ticket && (
        <div className={classes.next}>
          <Notice tone="info">{w('studyNext', { number: ticket.number })}</Notice>
        </div>
      )}
      <div className={classes.foot}>
        {writable && (
          <LinkButton to="/rekomendasi/$id/kajian" params={{ id }} search={{ periksa: true }}>
            {w('studyCheck')}
          </LinkButton>
        )}
        {begun && <OpenPaper id={id} kind="study" label={w(writable ? 'studyPreview' : 'studySigned')} />}
        {writable && ticket && (
          <LinkButton to="/permohonan/$number" params={{ number: ticket.number }} variant="default">
            {w('toTicket', { number: ticket.number })}
          </LinkButton>
        )}
        <LinkButton to="/rekomendasi/$id" params={{ id }} variant="subtle">
          {w('toProposal')}
        </LinkButton>
      </div>
    </Page>
  );
}
