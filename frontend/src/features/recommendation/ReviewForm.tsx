import { Checkbox, Radio, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type ReviewInput, saveReview } from '~/api/recommendationOffice';
import { type Proposal, type Review, type ReviewMark, reviewsQuery } from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useAutosave } from '~/lib/useAutosave';
import { fieldId } from '~/ui/formErrors';
import { SaveStatus } from '~/ui/SaveStatus';
import { EitherOne } from './EitherOne';
import { officeWords } from './officeWords';
import classes from './ReviewForm.module.css';
import { ReviewText } from './ReviewText';
import { lastReviews } from './reviews';
import type { Subject } from './subjects';

const form = 'penilaian';
const longest = 1500;
const marks: readonly ReviewMark[] = ['fulfilled', 'to_mend', 'not_applicable'];

/** A review while it is being written: no mark may be chosen yet. */
interface Draft {
  mark: ReviewMark | null;
  checklist: ReviewInput['checklist'];
  comment: string;
}

interface ReviewFormProps {
  proposal: Proposal;
  subject: Subject;
  /** What stands so far. */
  review: Review | undefined;
  label: string;
}

/**
 * What the office says of a point, saved while it is chosen and typed. What the server would refuse (no mark, or
 * something to mend without a word about it) is not sent, and the page says so.
 */
export function ReviewForm({ proposal, subject, review, label }: ReviewFormProps) {
  const { format } = useI18n();
  const w = useWords(officeWords);
  const queryClient = useQueryClient();
  const { id } = proposal;
  const { key, point } = subject;
  const [draft, setDraft] = useState(() => draftOf(point.checklist, review));
  const [other, setOther] = useState<Review | null>(null);

  const { saver, state } = useAutosave<ReviewInput>(async (input, etag) => {
    const saved = await saveReview(id, key, input, etag);
    queryClient.setQueryData(reviewsQuery(id).queryKey, (list) => [
      ...(list ?? []).filter((one) => one.key !== key || one.submission !== saved.submission),
      saved,
    ]);
    return savedOf(saved);
  }, savedOf(review));

  const meeting = useMutation({
    mutationFn: () => queryClient.fetchQuery({ ...reviewsQuery(id), staleTime: 0 }),
    onSuccess: (reviews) => setOther(lastReviews(reviews).find((one) => one.key === key) ?? null),
  });
  const meet = meeting.mutate;
  const inConflict = state.kind === 'conflict';
  useEffect(() => {
    if (inConflict) meet();
  }, [inConflict, meet]);

  const set = (next: Draft) => {
    setDraft(next);
    const input = inputOf(next);
    if (input) saver.change(input);
  };
  const lack = draft.mark === null ? 'needMark' : inputOf(draft) === null ? 'needComment' : null;
  const touched = draft.mark !== null || draft.comment !== '' || draft.checklist.some(({ met }) => met);
  return (
    <form aria-label={label} onSubmit={(event) => event.preventDefault()} className={classes.form}>
      <Radio.Group
        label={w('mark')}
        value={draft.mark ?? ''}
        onChange={(mark) => set({ ...draft, mark: mark as ReviewMark })}
      >
        <div className={classes.marks}>
          {marks.map((mark) => (
            <Radio key={mark} value={mark} label={w(`mark.${mark}`)} />
          ))}
        </div>
      </Radio.Group>
      {draft.checklist.length > 0 && (
        <fieldset className={classes.checklist}>
          <legend>{w('checklist')}</legend>
          {draft.checklist.map(({ text, met }, index) => (
            <Checkbox
              key={text}
              label={text}
              checked={met}
              onChange={({ currentTarget: { checked } }) =>
                set({
                  ...draft,
                  checklist: draft.checklist.map((line, at) =>
                    at === index ? { text, met: checked } : line,
                  ),
                })
              }
            />
          ))}
        </fieldset>
      )}
      <Textarea
        id={fieldId(form, key)}
        label={w('comment')}
        description={w('commentHint')}
        autosize
        minRows={3}
        maxLength={longest}
        value={draft.comment}
        onChange={(event) => set({ ...draft, comment: event.currentTarget.value })}
      />
      {lack && touched && (
        <p role="status" className={classes.lack}>
          {w(lack)}
        </p>
      )}
      {!lack && (state.kind !== 'saved' || state.at !== '') && (
        <SaveStatus
          state={state}
          onSaveNow={() => void saver.flush()}
          inPlace
          conflict={
            other && (
              <EitherOne
                title={w('reviewElse', { name: other.by.name })}
                mine={w('useMine')}
                theirs={w('useTheirs', { name: other.by.name })}
                onMine={() => void saver.overwrite(savedOf(other).etag)}
                onTheirs={() => {
                  setDraft(draftOf(point.checklist, other));
                  saver.adopt(savedOf(other));
                }}
              >
                <p>{w('reviewElseText', { mark: w(`mark.${other.mark}`) })}</p>
                <ReviewText review={other} unsigned unseen />
              </EitherOne>
            )
          }
        />
      )}
      {review && (
        <p className={classes.quiet}>
          {w('reviewBy', { name: review.by.name, time: format.dateTime(review.at) })}
        </p>
      )}
    </form>
  );
}

/** The lines of the checklist as they are now, ticked as they were; lines that are gone keep what was said of them. */
function draftOf(lines: readonly string[], review: Review | undefined): Draft {
  const said = review?.checklist ?? [];
  const asked = lines.map((text) => ({ text, met: said.find((line) => line.text === text)?.met ?? false }));
  return {
    mark: review?.mark ?? null,
    checklist: [...asked, ...said.filter(({ text }) => !lines.includes(text))],
    comment: review?.comment ?? '',
  };
}

/** What can be saved; null while something that the server requires is missing. */
function inputOf({ mark, checklist, comment }: Draft): ReviewInput | null {
  const text = comment.trim();
  return mark === null || (mark === 'to_mend' && text === '') ? null : { mark, checklist, comment: text };
}

const savedOf = (review: Review | undefined) => ({
  etag: `"${review?.version ?? 0}"`,
  at: review?.at ?? '',
});
