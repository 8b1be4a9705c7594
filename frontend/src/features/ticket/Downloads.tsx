import type { Service } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import classes from './NewTicketPage.module.css';

/** The forms and formats that the office offers for a request, made by the server. */
export function Downloads({ service }: { service: Service }) {
  const { t } = useI18n();
  return (
    <>
      <h3 className={classes.downloadsTitle}>{t('new.downloads')}</h3>
      <ul className={classes.downloads}>
        {service.downloads.map(({ key, title }) => (
          <li key={key}>
            {title}:{' '}
            {(['pdf', 'docx'] as const).map((type) => (
              <a key={type} href={`/unduhan/${service.code}/${key}.${type}`} download>
                {type.toUpperCase()}
                <span className="visually-hidden"> {title}</span>
              </a>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}
