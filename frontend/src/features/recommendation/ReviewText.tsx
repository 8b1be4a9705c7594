import type { Review } from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { CheckIcon, CrossIcon } from '~/ui/icons';
import { officeWords } from './officeWords';
import classes from './ReviewText.module.css';
import { proposalWords } from './words';

interface ReviewTextProps {
  review: Review;
  /** Who said it stands elsewhere. */
  unsigned?: boolean;
  /** The applicant has not seen it yet, so nobody waits for an answer. */
  unseen?: boolean;
}

/** What was said of a point, line by line, and the agency's answer to it. */
export function ReviewText({ review, unsigned = false, unseen = false }: ReviewTextProps) {
  const { format } = useI18n();
  const w = useWords(officeWords);
  const say = useWords(proposalWords);
  const { comment, checklist, by, at, reply, mark } = review;
  return (
    <div className={classes.review}>
      {comment && <p className={classes.comment}>{comment}</p>}
      {checklist.length > 0 && (
        <ul className={classes.checklist}>
          {checklist.map(({ text, met }) => (
            <li key={text}>
              {met ? <CheckIcon size={16} /> : <CrossIcon size={16} />}
              <span>
                {text} <span className="visually-hidden">({say(met ? 'met' : 'notMet')})</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {!unsigned && (
        <p className={classes.quiet}>{w('reviewBy', { name: by.name, time: format.dateTime(at) })}</p>
      )}
      {mark === 'to_mend' && !unseen && (
        <div className={classes.reply}>
          <strong>{w('reply')}</strong>
          {reply ? (
            <>
              <p className={classes.comment}>{reply.text}</p>
              <p className={classes.quiet}>
                {w('replyBy', { name: reply.by.name, time: format.dateTime(reply.at) })}
              </p>
            </>
          ) : (
            <p className={classes.quiet}>{w('noReply')}</p>
          )}
        </div>
      )}
    </div>
  );
}
