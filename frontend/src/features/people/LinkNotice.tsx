import type { Invitation } from '~/api/people';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { CopyButton } from '~/ui/CopyButton';
import { Notice } from '~/ui/Notice';
import classes from './PeoplePage.module.css';
import { peopleWords } from './words';

/** The one-time link of an account: mailed, or shown this once to be handed over. */
export function LinkNotice({ link }: { link: Invitation['link'] }) {
  const w = useWords(peopleWords);
  const { format } = useI18n();
  if (link.url === '') {
    return (
      <Notice tone="positive" live>
        {w('linkSent', { email: link.sent_to })}
      </Notice>
    );
  }
  return (
    <Notice
      tone="positive"
      title={w('linkUrl')}
      live
      action={<CopyButton value={link.url} label={w('copyLink')} />}
    >
      <div className={classes.url}>{link.url}</div>
      <div>
        {link.expires_at && w('linkUntil', { time: format.dateTime(link.expires_at) })} {w('linkText')}
      </div>
    </Notice>
  );
}
