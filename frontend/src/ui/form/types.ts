/** The form profile (`api/form/profile.md`): a form is data, and its words are the contract's. */
export type {
  Form,
  FormField as Field,
  FormRule as Rule,
  FormSection,
} from '~/api/generated';

import type { FormCondition, FormRule } from '~/api/generated';

/** The field is asked only if an earlier one has one of these answers. */
export type When = FormCondition;

/** Nothing is taken for granted of answers, because drafts hold half-filled ones. */
export type Answers = Readonly<Record<string, unknown>>;

/** What is wrong with an answer, or unusual; its sentence is made of the code, and of what stands beside it. */
export interface Finding {
  pointer: string;
  code: string;
  value?: string | number;
  rule?: FormRule & { title: string; english: string | undefined };
}
