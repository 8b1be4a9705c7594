import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { duplicatesQuery, type OnBehalf, similarQuery } from '~/api/inbox';
import type { DuplicateHint } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { Notice } from '~/ui/Notice';
import { StatusBadge } from '~/ui/StatusBadge';
import classes from './DuplicateHints.module.css';
import { inboxWords } from './inboxWords';

/** Which requests this one may repeat; nothing where there are none. A hint: nothing is refused for it. */
export function DuplicateHints({ number }: { number: string }) {
  const w = useWords(inboxWords);
  const found = useQuery(duplicatesQuery(number));
  if (!found.data?.length) return null;
  return (
    <div className={`${classes.hints} no-print`}>
      <Notice tone="caution" title={w('duplicates')}>
        <p className={classes.text}>{w('duplicatesText')}</p>
        <Hints hints={found.data} />
      </Notice>
    </div>
  );
}

interface SimilarHintProps {
  service: string;
  subject: string;
  /** Of whom; the person's own agency where it is left out. */
  behalf?: OnBehalf | undefined;
}

/** Tells whoever writes a request that one like it is still running. */
export function SimilarHint({ service, subject, behalf }: SimilarHintProps) {
  const w = useWords(inboxWords);
  const [written] = useDebouncedValue(subject.trim(), 500);
  const asks = service !== '' && written.length >= 5 && written.length <= 200;
  const found = useQuery({
    ...similarQuery({ service_type: service, subject: written, ...behalf }),
    enabled: asks,
  });
  return (
    <div role="status">
      {asks && found.data !== undefined && found.data.length > 0 && (
        <Notice tone="caution" title={w('similar')}>
          <p className={classes.text}>{w('similarText')}</p>
          <Hints hints={found.data} />
        </Notice>
      )}
    </div>
  );
}

function Hints({ hints }: { hints: readonly DuplicateHint[] }) {
  const { format } = useI18n();
  const w = useWords(inboxWords);
  return (
    <ul className={classes.list}>
      {hints.map(({ number, subject, submitted_at, reasons, status, outcome }) => (
        <li key={number}>
          <Link to="/permohonan/$number" params={{ number }}>
            {number}
          </Link>{' '}
          {subject}
          <div className={classes.facts}>
            <StatusBadge status={status} outcome={outcome} />
            <span>
              {format.shortDate(submitted_at)} · {reasons.map((reason) => w(`reason.${reason}`)).join(', ')}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}
