import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { officeWords } from './officeWords';
import { titleOfPoint } from './points';
import type { Subject } from './subjects';

/** What a point or a risk is called, with its number. */
export function useSubjectTitle(): (subject: Subject) => string {
  const { language } = useI18n();
  const w = useWords(officeWords);
  return ({ document, number, point, answers }) => {
    if (document === 'risks')
      return w('riskNamed', { number: String(number), event: String(answers.event ?? '') || w('noEvent') });
    const title = titleOfPoint(point, language);
    return number > 0 ? `${number}. ${title}` : title;
  };
}
