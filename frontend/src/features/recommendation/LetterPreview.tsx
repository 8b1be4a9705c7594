import type { RecommendationSettings } from '~/api/recommendationFigures';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import classes from './LetterPreview.module.css';
import { settingsWords } from './settingsWords';

/** The letter to the Minister as its template makes it of a proposal. */
export function LetterPreview({ letter }: { letter: RecommendationSettings['letter'] }) {
  const { format } = useI18n();
  const w = useWords(settingsWords);
  const sample: Record<string, string> = {
    '{application}': w('sampleApplication'),
    '{proposal}': 'Pembangunan',
    '{kind}': 'Aplikasi khusus',
    '{year}': '2027',
    '{agency}': w('sampleAgency'),
    '{cost}': `Rp${format.number(385_000_000)}`,
    '{number}': 'USL-2026-0001',
  };
  const filled = (text: string) => text.replace(/\{[^{}]*\}/g, (word) => sample[word] ?? word);
  return (
    <figure className={classes.letter}>
      <figcaption>{w('preview')}</figcaption>
      <div className={classes.paper} lang="id">
        <p>{w('about', { subject: filled(letter.subject) })}</p>
        <p>
          {w('to')} {letter.addressee.join(', ')}
        </p>
        <p>{filled(letter.opening)}</p>
        <p className={classes.data}>{w('data')}</p>
        {/* Two paragraphs may say the same, and none has a name but its place. */}
        {letter.body.map((paragraph, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <p key={place}>{filled(paragraph)}</p>
        ))}
        <p>{filled(letter.closing)}</p>
        {letter.copies_to.length > 0 && (
          <p>
            {w('copies')} {letter.copies_to.join('; ')}
          </p>
        )}
      </div>
    </figure>
  );
}
