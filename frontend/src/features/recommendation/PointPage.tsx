import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import {
  type Point,
  type Proposal,
  pointQuery,
  proposalFormQuery,
  proposalQuery,
  proposalsKey,
  type RecommendationForm,
  savePoint,
  uploadToPoint,
  type VersionedAnswers,
} from '~/api/recommendations';
import { useSession } from '~/api/useSession';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { AnswerList } from '~/ui/form/AnswerList';
import { ArrowLeftIcon, ArrowRightIcon } from '~/ui/icons';
import { LinkButton } from '~/ui/LinkButton';
import { Notice } from '~/ui/Notice';
import { Page } from '~/ui/Page';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import { Guide } from './Guide';
import { Mending } from './Mending';
import classes from './PointPage.module.css';
import { titleOfPoint } from './points';
import { RiskLines } from './RiskLines';
import { SavedForm } from './SavedForm';
import { proposalWords } from './words';

const route = getRouteApi('/signed-in/rekomendasi/$id/isi/$point');

/** The point of the needs analysis that shows the risks of the register. */
const pointOfRisks = 'needs-7';

/** One point: what the rule wants there, and its answers – to be written, or to be read. */
export function PointPage() {
  const w = useWords(proposalWords);
  const { id, point: key } = route.useParams();
  const forms = useQuery(proposalFormQuery());
  const proposal = useQuery(proposalQuery(id));
  const answers = useQuery(pointQuery(id, key));
  const point = forms.data?.points.find((one) => one.key === key);
  const failed = [forms, proposal, answers].find(({ isError }) => isError);
  if (forms.data && proposal.data && answers.data && point) {
    return (
      <Content
        key={key}
        forms={forms.data}
        proposal={proposal.data.proposal}
        point={point}
        versioned={answers.data}
      />
    );
  }
  return (
    <Page title={w('points')} crumbs={[{ label: w('title'), link: { to: '/rekomendasi' } }]} narrow>
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => failed.refetch()} />
      ) : (
        <LoadingState lines={4} height={96} />
      )}
    </Page>
  );
}

interface ContentProps {
  forms: RecommendationForm;
  proposal: Proposal;
  point: Point;
  versioned: VersionedAnswers;
}

function Content({ forms, proposal, point, versioned }: ContentProps) {
  const { language } = useI18n();
  const w = useWords(proposalWords);
  const { user } = useSession();
  const queryClient = useQueryClient();
  const { periksa = false } = route.useSearch();
  const { id } = proposal;
  const title = titleOfPoint(point, language);
  const writable = proposal.allowed_actions.includes('save');
  const outdate = () => queryClient.invalidateQueries({ queryKey: proposalQuery(id).queryKey });
  return (
    <Page
      title={point.number > 0 ? `${point.number}. ${title}` : title}
      crumbs={[
        { label: w('title'), link: { to: '/rekomendasi' } },
        { label: proposal.title, link: { to: '/rekomendasi/$id', params: { id } } },
      ]}
      narrow
    >
      <Guide point={point} />
      {point.key === pointOfRisks && <RiskLines proposal={proposal} forms={forms} />}
      {writable ? (
        <SavedForm
          form={point.form}
          label={title}
          start={versioned}
          copyKey={`${user?.id}/${id}/${point.key}`}
          save={async (answers, etag) => {
            const saved = await savePoint(id, point.key, answers, etag);
            void queryClient.invalidateQueries({ queryKey: proposalsKey, refetchType: 'none' });
            return saved;
          }}
          load={() => queryClient.fetchQuery(pointQuery(id, point.key))}
          onGone={() => void outdate()}
          upload={(file, field, onProgress) => uploadToPoint(id, point.key, { file, field }, onProgress)}
          checking={periksa}
          remark={<Mending proposal={proposal} subject={point.key} />}
        />
      ) : (
        <>
          <Notice tone="info">{w('readOnly')}</Notice>
          <Section title={w('answers')} className={classes.answers ?? ''}>
            <AnswerList
              form={point.form}
              answers={versioned.answers}
              files={new Map(versioned.attachments.map((file) => [file.id, file]))}
            />
          </Section>
        </>
      )}
      <Neighbours forms={forms} proposal={proposal} point={point} />
    </Page>
  );
}

/** On to the next point, back to the one before, or to the list; what was typed is saved on the way. */
function Neighbours({ forms, proposal, point }: Pick<ContentProps, 'forms' | 'proposal' | 'point'>) {
  const { language } = useI18n();
  const w = useWords(proposalWords);
  const at = forms.points.findIndex(({ key }) => key === point.key);
  const before = forms.points[at - 1];
  const after = forms.points[at + 1];
  const { id } = proposal;
  return (
    <nav aria-label={w('points')} className={classes.neighbours}>
      {after ? (
        <LinkButton
          to="/rekomendasi/$id/isi/$point"
          params={{ id, point: after.key }}
          rightSection={<ArrowRightIcon size={18} />}
        >
          {w('next', { title: titleOfPoint(after, language) })}
        </LinkButton>
      ) : (
        <LinkButton to="/rekomendasi/$id/risiko" params={{ id }} rightSection={<ArrowRightIcon size={18} />}>
          {w('next', { title: w('register') })}
        </LinkButton>
      )}
      {before && (
        <LinkButton
          to="/rekomendasi/$id/isi/$point"
          params={{ id, point: before.key }}
          variant="default"
          leftSection={<ArrowLeftIcon size={18} />}
        >
          {w('previous', { title: titleOfPoint(before, language) })}
        </LinkButton>
      )}
      <LinkButton to="/rekomendasi/$id" params={{ id }} variant="subtle">
        {w('back')}
      </LinkButton>
    </nav>
  );
}
