/**
 * The form profile (`api/form/profile.md`) as types: a form is data, and these are its words. Answers are what the
 * profile's last column says; nothing is taken for granted of them, because drafts hold half-filled ones.
 */
export interface Form {
  'x-sections': FormSection[];
  properties: Readonly<Record<string, Field>>;
  required?: string[];
  'x-rules'?: Rule[];
}

export interface FormSection {
  key: string;
  title: string;
  description?: string;
  'x-en'?: English;
  fields: string[];
  'x-when'?: When;
}

interface English {
  title?: string;
  description?: string;
  statement?: string;
  message?: string;
}

/** The field is asked only if an earlier one has one of these answers. */
export interface When {
  field: string;
  is: unknown[];
}

export interface Rule {
  field: string;
  is: string;
  than: string;
  message?: string;
  'x-en'?: English;
}

export interface Option {
  const: string;
  title: string;
  description?: string;
  'x-en'?: English;
  'x-score'?: number;
}

interface Band {
  from: number;
  title: string;
  'x-en'?: English;
}

export interface Field {
  type: string;
  format?: string;
  title: string;
  description?: string;
  examples?: string[];
  'x-en'?: English;
  'x-when'?: When;
  'x-prefill'?: string;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  'x-unit'?: string;
  'x-earliest'?: number;
  'x-latest'?: number;
  oneOf?: Option[];
  items?: { oneOf?: Option[]; properties?: Record<string, Field>; required?: string[]; 'x-order'?: string[] };
  minItems?: number;
  maxItems?: number;
  const?: boolean;
  'x-statement'?: string;
  'x-person'?: string[];
  'x-files'?: { types: string[]; max_mb?: number };
  readOnly?: boolean;
  'x-sum'?: string[];
  'x-bands'?: Band[];
  'x-register'?: string;
  'x-reserved'?: string[];
}

export type Answers = Readonly<Record<string, unknown>>;

/** What is wrong with an answer, or unusual; its sentence is made of the code, and of what stands beside it. */
export interface Finding {
  pointer: string;
  code: string;
  value?: string | number;
  rule?: Rule & { title: string; english: string | undefined };
}
