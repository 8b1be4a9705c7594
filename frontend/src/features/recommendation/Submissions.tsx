import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { submissionsQuery } from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { Section } from '~/ui/Section';
import { ErrorState, LoadingState } from '~/ui/states';
import { lifeWords } from './lifeWords';
import classes from './Submissions.module.css';

/** How often a proposal was handed in; each leads to what it said then. */
export function Submissions({ id }: { id: string }) {
  const { format } = useI18n();
  const w = useWords(lifeWords);
  const submissions = useQuery(submissionsQuery(id));
  return (
    <Section title={w('submissions')}>
      {submissions.isPending && <LoadingState lines={1} />}
      {submissions.isError && <ErrorState error={submissions.error} onRetry={() => submissions.refetch()} />}
      <ol className={classes.submissions}>
        {submissions.data?.toReversed().map(({ n, at, by }) => (
          <li key={n}>
            <Link to="/rekomendasi/$id/kiriman/$n" params={{ id, n: String(n) }}>
              {w('submission', { n })}
            </Link>
            <div className={classes.quiet}>
              {w('submittedBy', { time: format.dateTime(at), name: by.name })}
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
