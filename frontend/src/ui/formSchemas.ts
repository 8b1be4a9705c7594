import * as v from 'valibot';
import type { Format } from '~/i18n/format';
import type { Translate } from '~/i18n/I18nProvider';
import { office } from '~/lib/office';
import { faultOf } from '~/lib/pdf';

/** Files for a form: each must be a PDF within the limit; `required` asks for at least one. */
export function pdfSchema(t: Translate, format: Format, required?: { label: string }) {
  const limit = office.fileLimit;
  const files = v.array(
    v.pipe(
      v.file(),
      v.check((file) => faultOf(file, limit) !== 'not-pdf', t('form.pdfOnly')),
      v.check((file) => faultOf(file, limit) !== 'empty', t('form.fileEmpty')),
      v.check(
        (file) => faultOf(file, limit) !== 'too-large',
        t('form.fileTooLarge', { limit: format.size(limit) }),
      ),
    ),
  );
  return required ? v.pipe(files, v.nonEmpty(t('form.requiredNamed', required))) : v.pipe(files);
}

/** Text that must be there, within what the server takes. */
export function textSchema(t: Translate, label: string, max: number) {
  return v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(t('form.requiredNamed', { label })),
    v.maxLength(max, t('form.tooLong', { max })),
  );
}
