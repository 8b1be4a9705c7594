import { useCallback, useMemo, useState } from 'react';
import type { FieldProblem } from '~/api/problem';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { office } from '~/lib/office';
import { todayInOffice } from '~/lib/officeTime';
import type { SummaryItem } from '~/ui/FormErrorSummary';
import { check, isMissing } from './check';
import { findingWords, sayFinding } from './findingWords';
import { type AnswerFile, idOfPointer } from './formContext';
import { formWords } from './formWords';
import { answerAt, fieldOfPointer, nameOfPointer } from './pointers';
import type { Answers, Form } from './types';

interface FindingsOptions {
  form: Form;
  /** The form's name in the page. */
  name: string;
  answers: Answers;
  files: ReadonlyMap<string, AnswerFile>;
  /** What is missing is no error: the paper has come, and somebody writes down what it says. */
  lenient?: boolean;
}

/** What the server found, and of which answer: it counts until that is changed. */
interface ServerFinding extends FieldProblem {
  of: string;
}

const inOrder = (form: Form): string[] => form['x-sections'].flatMap(({ fields }) => fields);

/**
 * Checks the answers while they are typed. What is wrong shows at a field once it has been left, what is missing
 * only after somebody wanted to go on; what the server finds shows at once.
 */
export function useFindings({ form, name, answers, files, lenient = false }: FindingsOptions) {
  const { language, format } = useI18n();
  const say = useWords(findingWords);
  const w = useWords(formWords);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [attempts, setAttempts] = useState(0);
  const [fromServer, setFromServer] = useState<readonly ServerFinding[]>([]);

  const checked = useMemo(
    () => check(form, answers, { today: todayInOffice(), timeZone: office.timeZone, files }),
    [form, answers, files],
  );

  const { own, errors, warnings } = useMemo(() => {
    const sentence = (finding: (typeof checked.errors)[number]) =>
      sayFinding(finding, say, language, format.date);
    // What nobody asks for now is left out when the answers are sent.
    const own = checked.errors.filter(
      (finding) => finding.code !== 'field.not_asked' && !(lenient && isMissing(finding)),
    );
    const errors = new Map<string, string>();
    for (const finding of own) {
      const at = fieldOfPointer(finding.pointer, checked.asked);
      if (attempts === 0 && (isMissing(finding) || !left.has(at))) continue;
      if (!errors.has(at)) errors.set(at, sentence(finding));
    }
    for (const { pointer, detail, of } of fromServer) {
      const at = fieldOfPointer(pointer, checked.asked);
      if (!errors.has(at) && JSON.stringify(answerAt(answers, at)) === of) errors.set(at, detail);
    }
    const warnings = new Map(checked.warnings.map((finding) => [finding.pointer, sentence(finding)]));
    return { own, errors, warnings };
  }, [checked, answers, fromServer, left, attempts, lenient, say, language, format]);

  const summary = useMemo((): SummaryItem[] => {
    const order = inOrder(form);
    const place = (pointer: string) => order.indexOf(pointer.split('/')[2] ?? '');
    return [...errors]
      .toSorted(([a], [b]) => place(a) - place(b))
      .map(([pointer, text]) => ({
        fieldId: idOfPointer(name, pointer),
        text: `${nameOfPointer(form, pointer, language, w)}: ${text}`,
      }));
  }, [errors, form, name, language, w]);

  return {
    checked,
    errors,
    warnings,
    /** What is wrong as far as it is told, for the top of the page; empty before the first attempt. */
    summary: attempts > 0 || fromServer.length > 0 ? summary : [],
    attempts,
    /** Whether one can go on; from then on everything that is wrong or missing shows. */
    attempt: (): boolean => {
      setAttempts((count) => count + 1);
      setFromServer([]);
      return own.length === 0;
    },
    onLeave: useCallback((pointer: string) => setLeft((now) => new Set(now).add(pointer)), []),
    /** Takes what the server found wrong in the answers. */
    takeServerFindings: (problems: readonly FieldProblem[]) => {
      setAttempts((count) => count + 1);
      setFromServer(
        problems
          .filter(({ pointer }) => pointer.startsWith('/answers/'))
          .map((problem) => {
            const at = fieldOfPointer(problem.pointer, checked.asked);
            return { ...problem, of: JSON.stringify(answerAt(answers, at)) };
          }),
      );
    },
  };
}
