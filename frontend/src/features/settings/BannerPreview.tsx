import type { OfficeSettings } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { Notice } from '~/ui/Notice';
import classes from './BannerPreview.module.css';
import { settingWords } from './words';

/** The announcements as visitors see them, each with the days on which it is shown. */
export function BannerPreview({ banners }: { banners: OfficeSettings['banners'] }) {
  const w = useWords(settingWords);
  const { format } = useI18n();
  const written = banners.filter(({ text }) => text.trim() !== '');
  if (written.length === 0) return null;
  const period = (from?: string, to?: string) => {
    if (from && to) return w('bannerPeriod', { from: format.shortDate(from), to: format.shortDate(to) });
    if (from) return w('bannerSince', { from: format.shortDate(from) });
    if (to) return w('bannerUntil', { to: format.shortDate(to) });
    return w('bannerAlways');
  };
  return (
    <div className={classes.preview}>
      <strong>{w('bannerPreview')}</strong>
      {written.map(({ text, kind, from, to, url }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn anew as a whole
        <div key={index}>
          <Notice tone={kind === 'warning' ? 'caution' : 'info'}>
            <p>
              {text}
              {url && (
                <>
                  {' '}
                  <span className={classes.link}>{w('bannerMore')}</span>
                </>
              )}
            </p>
          </Notice>
          <div className={classes.period}>{period(from, to)}</div>
        </div>
      ))}
    </div>
  );
}
