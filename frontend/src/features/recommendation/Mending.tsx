import { Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Proposal, type Review, replyToReview, reviewsQuery } from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useAutosave } from '~/lib/useAutosave';
import { fieldId } from '~/ui/formErrors';
import { CheckIcon, CrossIcon } from '~/ui/icons';
import { Notice } from '~/ui/Notice';
import { SaveStatus } from '~/ui/SaveStatus';
import { EitherOne } from './EitherOne';
import classes from './Mending.module.css';
import { lastReviews, useLastReviews } from './reviews';
import { proposalWords } from './words';

/** The id of the field for an answer, for links that lead there. */
export const replyForm = 'jawaban';

interface MendingProps {
  proposal: Proposal;
  /** The key of the point, or `risk-<id>`. */
  subject: string;
}

/** What an officer wants mended at a point, and the agency's answer to it. */
export function Mending({ proposal, subject }: MendingProps) {
  const { format } = useI18n();
  const w = useWords(proposalWords);
  const review = useLastReviews(proposal).find(({ key, mark }) => key === subject && mark === 'to_mend');
  if (!review) return null;
  return (
    <div className={classes.mending}>
      <Notice tone="caution" title={w('mendTitle')}>
        <p className={classes.comment}>{review.comment}</p>
        {review.checklist.length > 0 && (
          <ul className={classes.checklist}>
            {review.checklist.map(({ text, met }) => (
              <li key={text}>
                {met ? <CheckIcon size={16} /> : <CrossIcon size={16} />}
                <span>
                  {text} <span className="visually-hidden">({w(met ? 'met' : 'notMet')})</span>
                </span>
              </li>
            ))}
          </ul>
        )}
        <p className={classes.quiet}>
          {w('mendBy', { name: review.by.name, time: format.dateTime(review.at) })}
        </p>
      </Notice>
      {proposal.allowed_actions.includes('reply') && <ReplyField proposal={proposal} review={review} />}
    </div>
  );
}

/** What the agency answers, saved while it is typed. Where a colleague has answered meanwhile, one of both stays. */
function ReplyField({ proposal: { id }, review }: { proposal: Proposal; review: Review }) {
  const w = useWords(proposalWords);
  const queryClient = useQueryClient();
  const [text, setText] = useState(review.reply?.text ?? '');
  const [other, setOther] = useState<Review['reply']>(null);
  const { saver, state } = useAutosave<string>(
    async (content, etag) => savedReply((await replyToReview(id, review.key, content.trim(), etag)).reply),
    savedReply(review.reply),
  );
  const meet = useMutation({
    mutationFn: () => queryClient.fetchQuery({ ...reviewsQuery(id), staleTime: 0 }),
    onSuccess: (reviews) =>
      setOther(lastReviews(reviews).find(({ key }) => key === review.key)?.reply ?? null),
  }).mutate;
  const inConflict = state.kind === 'conflict';
  useEffect(() => {
    if (inConflict) meet();
  }, [inConflict, meet]);
  return (
    <div>
      <Textarea
        id={fieldId(replyForm, review.key)}
        label={w('reply')}
        description={w('replyHint')}
        autosize
        minRows={2}
        maxLength={2000}
        value={text}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setText(next);
          // An answer that was given is not taken back to nothing; the field is just empty until there is another.
          if (next.trim() !== '') saver.change(next);
        }}
      />
      <SaveStatus
        state={state}
        onSaveNow={() => void saver.flush()}
        inPlace
        conflict={
          other && (
            <EitherOne
              title={w('replyElse', { name: other.by.name })}
              mine={w('useMine')}
              theirs={w('useTheirs', { name: other.by.name })}
              onMine={() => void saver.overwrite(savedReply(other).etag)}
              onTheirs={() => {
                setText(other.text);
                saver.adopt(savedReply(other));
              }}
            >
              <p className={classes.comment}>{other.text}</p>
            </EitherOne>
          )
        }
      />
    </div>
  );
}

const savedReply = (reply: Review['reply']) => ({ etag: `"${reply?.version ?? 0}"`, at: reply?.at ?? '' });
