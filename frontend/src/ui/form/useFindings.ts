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
  /** What is wrong beside the answers, such as a subject that is missing; told only when somebody wants to go on. */
  others?: readonly Other[];
  /** What is missing is no error: the paper has come, and somebody writes down what it says. */
  lenient?: boolean;
}

interface Other {
  pointer: string;
  /** The whole sentence, with the name of the field. */
  text: string;
}

/** What the server found, and of which answer: it counts until that is changed. */
interface ServerFinding extends FieldProblem {
  of: string;
}

/** Where the finding stands in the page: the subject, then the fields of the form, then the files. */
function placeOf(form: Form, pointer: string): number {
  const [, top, key = ''] = pointer.split('/');
  if (top !== 'answers') return top === 'letter' || top === 'files' ? Number.POSITIVE_INFINITY : -1;
  return form['x-sections'].flatMap(({ fields }) => fields).indexOf(key);
}

const noOthers: readonly Other[] = [];

/**
 * Checks the answers while they are typed. What is wrong shows at a field once it has been left, what is missing
 * only after somebody wanted to go on; what the server finds shows at once.
 */
export function useFindings({
  form,
  name,
  answers,
  files,
  others = noOthers,
  lenient = false,
}: FindingsOptions) {
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
    if (attempts > 0) for (const { pointer, text } of others) errors.set(pointer, text);
    const warnings = new Map(checked.warnings.map((finding) => [finding.pointer, sentence(finding)]));
    return { own, errors, warnings };
  }, [checked, answers, fromServer, left, attempts, lenient, others, say, language, format]);

  const summary = useMemo((): SummaryItem[] => {
    const named = (pointer: string) =>
      pointer.startsWith('/answers/') ? `${nameOfPointer(form, pointer, language, w)}: ` : '';
    return [...errors]
      .toSorted(([a], [b]) => placeOf(form, a) - placeOf(form, b))
      .map(([pointer, text]) => ({ fieldId: idOfPointer(name, pointer), text: named(pointer) + text }));
  }, [errors, form, name, language, w]);

  return {
    checked,
    errors,
    warnings,
    /** What is wrong as far as it is told, for the top of the page; empty before the first attempt. */
    summary: attempts > 0 || fromServer.length > 0 ? summary : [],
    attempts,
    /** Whether nothing stands in the way of sending. */
    isComplete: own.length === 0 && others.length === 0,
    /** Whether one can go on; from then on everything that is wrong or missing shows. */
    attempt: (): boolean => {
      setAttempts((count) => count + 1);
      setFromServer([]);
      return own.length === 0 && others.length === 0;
    },
    onLeave: useCallback(
      (pointer: string) => setLeft((now) => (now.has(pointer) ? now : new Set(now).add(pointer))),
      [],
    ),
    /** Takes what the server found wrong. */
    takeServerFindings: useCallback(
      (problems: readonly FieldProblem[]) => {
        setAttempts((count) => count + 1);
        setFromServer(
          problems.map((problem) => {
            const at = fieldOfPointer(problem.pointer, checked.asked);
            return { ...problem, of: JSON.stringify(answerAt(answers, at)) };
          }),
        );
      },
      [checked, answers],
    ),
  };
}
