import { useQuery } from '@tanstack/react-query';
import { noticeQuery } from '~/api/settings';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { noticeParts, noticeWords } from './noticeWords';
import classes from './PrivacyNotice.module.css';

/** What people are told where their data is collected. What is sent names its version (see `shownNotice`). */
export function PrivacyNotice() {
  const w = useWords(noticeWords);
  const { language } = useI18n();
  const notice = useQuery(noticeQuery());
  if (!notice.data) return null;
  const texts = notice.data.value[language];
  return (
    <section className={classes.notice} aria-label={w('title')}>
      <strong>{w('title')}</strong>
      <dl className={classes.facts}>
        {noticeParts.map((part) => (
          <div key={part}>
            <dt>{w(part)}</dt>
            <dd>{texts[part]}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.version}>{w('version', { version: notice.data.value.version })}</p>
    </section>
  );
}
