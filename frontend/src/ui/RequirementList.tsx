import type { Service } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import classes from './RequirementList.module.css';

/** What an applicant must have and bring: first what other services give, then the papers. */
export function RequirementList({
  service,
  withPrerequisites = true,
}: {
  service: Pick<Service, 'requirements' | 'prerequisites' | 'letter'>;
  /** Where they are shown with whether they are met, they are left out here. */
  withPrerequisites?: boolean;
}) {
  const { t } = useI18n();
  return (
    <ul className={classes.list}>
      {withPrerequisites &&
        service.prerequisites.map((prerequisite) => <li key={prerequisite.text}>{prerequisite.text}</li>)}
      {service.requirements.map((requirement) => (
        <li key={requirement.text}>
          {requirement.text}
          {requirement.items && requirement.items.length > 0 && (
            <ul>
              {requirement.items.map((item) => (
                <li key={item}>{item}</li>
              ))}
            </ul>
          )}
        </li>
      ))}
      {service.requirements.length === 0 && service.letter === 'required' && (
        <li>{t('service.letterOnly')}</li>
      )}
    </ul>
  );
}
