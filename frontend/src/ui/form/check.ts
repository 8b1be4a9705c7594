import { wallClock } from '~/lib/officeTime';
import { cleanText, dateOf, dayNumber, fits, formats, instantOf, plainText } from './formats';
import {
  fieldsOf,
  fieldsOfRow,
  fileTypesOf,
  kindOf,
  longestOf,
  mostOf,
  optionsOf,
  type Placed,
  personMust,
} from './kinds';
import type { Answers, Field, Finding, Form, Rule, When } from './types';

/** What a check needs to know beside form and answers; what is left out passes. */
export interface World {
  /** Today in the office (`YYYY-MM-DD`), and its zone. */
  today: string;
  timeZone: string;
  agencies?: ReadonlySet<string> | undefined;
  units?: ReadonlySet<string> | undefined;
  files?: ReadonlyMap<string, { media_type: string; size: number }> | undefined;
}

export interface Checked {
  /** The answers as they are kept: trimmed, without what was left empty or is wrong, totals filled in. */
  clean: Answers;
  /** The answers as they were given, without what is not asked or was left empty: for a draft. */
  given: Answers;
  errors: Finding[];
  warnings: Finding[];
  /** The pointers of all fields that are asked. */
  asked: ReadonlySet<string>;
  /** The totals so far by key, while some of what they add is still wrong or missing. */
  totals: Readonly<Record<string, number>>;
}

/** The same check as `api/form`, which decides; both pass the cases in `api/form/testdata/cases.json`. */
export function check(form: Form, answers: Answers, world: World): Checked {
  const checker = new Checker(world);
  const fields = form['x-sections'].flatMap((section) => fieldsOf(section, form));
  const { clean, given, totals } = checker.group('/answers', fields, form.required ?? [], answers);
  for (const rule of form['x-rules'] ?? []) checker.compare(form, rule, clean);
  const { errors, warnings, asked } = checker;
  return { clean, given, errors, warnings, asked, totals };
}

/** Whether a finding says that something is missing, rather than wrong. */
export const isMissing = ({ code }: Finding): boolean =>
  ['field.required', 'field.agree', 'field.too_few'].includes(code);

export const isGroup = (value: unknown): value is Answers =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An empty text, an empty list, an empty group and nothing at all count as not answered. */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return plainText(value, true) === '';
  if (Array.isArray(value)) return value.length === 0;
  return isGroup(value) && Object.values(value).every(isBlank);
}

const mediaTypes: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpeg: 'image/jpeg',
};

/** The parts of a person and of a time range are fields, too. */
const part = (key: string, field: Partial<Field>): Placed => ({
  key,
  field: { type: 'string', title: '', ...field },
  conditions: [],
});
const personFields = [
  part('name', { maxLength: 160 }),
  part('nip', { format: 'nip' }),
  part('position', { maxLength: 160 }),
  part('phone', { format: 'phone' }),
  part('email', { format: 'email' }),
];
const rangeFields = [part('start', {}), part('end', {})];

const longestRange = 31 * 86_400_000;

interface Group {
  clean: Record<string, unknown>;
  given: Record<string, unknown>;
  totals: Record<string, number>;
}

class Checker {
  readonly errors: Finding[] = [];
  readonly warnings: Finding[] = [];
  readonly asked = new Set<string>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  #wrong(pointer: string, code: string, value?: string | number): void {
    this.errors.push({ pointer, code, ...(value !== undefined && { value }) });
  }

  /**
   * Checks the fields of a form, or of a row, in their order. Conditions and totals look at the clean answers
   * before them, so that a wrong answer counts as none.
   */
  group(at: string, fields: readonly Placed[], required: readonly string[], answers: Answers): Group {
    const group: Group = { clean: {}, given: {}, totals: {} };
    const known = new Set(fields.map(({ key }) => key));
    for (const placed of fields) this.#field(`${at}/${placed.key}`, placed, fields, required, answers, group);
    for (const key of Object.keys(answers).toSorted()) {
      if (!known.has(key)) this.#wrong(`${at}/${escaped(key)}`, 'field.unknown');
    }
    return group;
  }

  #field(
    pointer: string,
    { key, field, conditions }: Placed,
    fields: readonly Placed[],
    required: readonly string[],
    answers: Answers,
    { clean, given, totals }: Group,
  ): void {
    const kind = kindOf(field);
    const value = answers[key];
    const answered = !isBlank(value) && !(kind === 'statement' && value === false);
    if (!conditions.every((when) => holds(when, clean[when.field]))) {
      if (answered) this.#wrong(pointer, 'field.not_asked');
      return;
    }
    this.asked.add(pointer);
    if (kind === 'computed') {
      const total = totalOf(field, fields, clean);
      if (answered && value !== total) this.#wrong(pointer, 'field.computed');
      clean[key] = total;
      totals[key] = totalOf(field, fields, { ...given, ...totals });
    } else if (answered) {
      const before = this.errors.length;
      const answer = this.#answer(pointer, field, value);
      if (this.errors.length === before) clean[key] = answer.clean;
      given[key] = answer.given;
    } else if (required.includes(key)) {
      this.#wrong(pointer, kind === 'statement' ? 'field.agree' : 'field.required');
    }
  }

  /** Checks one answer, which is not blank. */
  #answer(at: string, field: Field, value: unknown): { clean: unknown; given: unknown } {
    const kind = kindOf(field);
    const same = (clean: unknown) => ({ clean, given: value });
    switch (kind) {
      case 'number':
      case 'rupiah':
        return same(this.#number(at, field, value));
      case 'yes-no':
      case 'statement':
        if (typeof value !== 'boolean') this.#wrong(at, 'field.type', 'boolean');
        return same(value);
      case 'person':
      case 'time-range':
        if (!isGroup(value)) break;
        return kind === 'person'
          ? this.group(at, personFields, personMust(field), value)
          : same(this.#timeRange(at, field, value));
      case 'choices':
      case 'files':
      case 'rows':
        if (!Array.isArray(value)) break;
        return this.#list(at, field, value);
      default:
        if (typeof value !== 'string') break;
        return same(this.#text(at, field, plainText(value, kind === 'multiline')));
    }
    this.#wrong(at, 'field.type', field.type);
    return same(null);
  }

  #text(at: string, field: Field, text: string): string {
    const kind = kindOf(field);
    switch (kind) {
      case 'text':
      case 'multiline':
        this.#freeText(at, field, text);
        return text;
      case 'date': {
        const day = dayNumber(text);
        if (day === null) this.#wrong(at, 'date.format');
        else this.#within(at, field, day);
        return text;
      }
      case 'choice':
        if (!optionsOf(field).some((option) => option.const === text)) this.#wrong(at, 'field.choice');
        return text;
      case 'agency':
      case 'unit': {
        const known = kind === 'agency' ? this.#world.agencies : this.#world.units;
        if (known && !known.has(text)) this.#wrong(at, `${kind}.unknown`);
        return text;
      }
      default: {
        const format = formats[kind];
        if (!format) return text;
        const clean = cleanText(format, text);
        if (!fits(format, clean)) this.#wrong(at, `${kind}.format`);
        else if (field['x-reserved']?.includes(clean)) this.#wrong(at, `${kind}.reserved`);
        else if (format.unusual?.(clean)) this.warnings.push({ pointer: at, code: `${kind}.unusual` });
        return clean;
      }
    }
  }

  #freeText(at: string, field: Field, text: string): void {
    const length = [...text].length;
    const { minLength = 0, pattern } = field;
    if (length < minLength) this.#wrong(at, 'field.too_short', minLength);
    else if (length > longestOf(field)) this.#wrong(at, 'field.too_long', longestOf(field));
    else if (pattern && !new RegExp(pattern, 'u').test(text)) this.#wrong(at, 'field.pattern');
  }

  /** Refuses a day that is too early or too late, counted from today in the office. */
  #within(at: string, field: Field, day: number): void {
    const today = dayNumber(this.#world.today) ?? 0;
    const [earliest, latest] = [field['x-earliest'], field['x-latest']];
    if (earliest !== undefined && day < today + earliest)
      this.#wrong(at, 'field.early', dateOf(today + earliest));
    if (latest !== undefined && day > today + latest) this.#wrong(at, 'field.late', dateOf(today + latest));
  }

  /** The day on which a range begins is what must be within the days that the field takes. */
  #timeRange(at: string, field: Field, value: Answers): unknown {
    const before = this.errors.length;
    const { clean } = this.group(at, rangeFields, ['start', 'end'], value);
    const times = { start: 0, end: 0 };
    for (const key of ['start', 'end'] as const) {
      const text = clean[key];
      if (typeof text !== 'string') continue;
      const time = instantOf(text);
      if (time === null) this.#wrong(`${at}/${key}`, 'time_range.format');
      else times[key] = time;
    }
    if (this.errors.length > before) return null;
    if (times.end <= times.start) this.#wrong(`${at}/end`, 'time_range.order');
    else if (times.end - times.start > longestRange) this.#wrong(`${at}/end`, 'time_range.length');
    const day = dayNumber(wallClock(new Date(times.start), this.#world.timeZone).date);
    if (day !== null) this.#within(`${at}/start`, field, day);
    return clean;
  }

  #number(at: string, field: Field, value: unknown): unknown {
    const whole = field.type === 'integer';
    if (typeof value !== 'number' || !Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) {
      this.#wrong(at, 'field.type', field.type);
      return null;
    }
    const least = field.minimum ?? (kindOf(field) === 'rupiah' ? 0 : -Number.MAX_SAFE_INTEGER);
    const greatest = field.maximum ?? Number.MAX_SAFE_INTEGER;
    if (value < least) this.#wrong(at, 'field.minimum', least);
    else if (value > greatest) this.#wrong(at, 'field.maximum', greatest);
    return value;
  }

  /** Checks several choices, files, or rows. */
  #list(at: string, field: Field, list: readonly unknown[]): { clean: unknown; given: unknown } {
    const most = mostOf(field);
    if (list.length < (field.minItems ?? 0)) this.#wrong(at, 'field.too_few', field.minItems);
    if (list.length > most) this.#wrong(at, 'field.too_many', most);
    if (kindOf(field) === 'rows') {
      const rows = list.map((row, index) => this.#row(`${at}/${index}`, field, row, index < most));
      return { clean: rows.map(({ clean }) => clean), given: rows.map(({ given }) => given) };
    }
    const seen: string[] = [];
    for (const [index, member] of list.slice(0, most).entries()) {
      seen.push(this.#member(`${at}/${index}`, field, member, seen));
    }
    return { clean: seen, given: list };
  }

  #row(at: string, field: Field, row: unknown, looksAt: boolean): { clean: unknown; given: unknown } {
    if (!looksAt) return { clean: null, given: row };
    if (isGroup(row)) return this.group(at, fieldsOfRow(field), field.items?.required ?? [], row);
    this.#wrong(at, 'field.type', 'object');
    return { clean: null, given: row };
  }

  #member(at: string, field: Field, member: unknown, seen: readonly string[]): string {
    if (typeof member !== 'string') {
      this.#wrong(at, 'field.type', 'string');
      return '';
    }
    const text = plainText(member, false);
    if (seen.includes(text)) this.#wrong(at, 'field.repeated');
    else if (kindOf(field) === 'files') this.#file(at, field, text);
    else if (!optionsOf(field).some((option) => option.const === text)) this.#wrong(at, 'field.choice');
    return text;
  }

  #file(at: string, field: Field, id: string): void {
    if (!this.#world.files) return;
    const file = this.#world.files.get(id);
    const types = fileTypesOf(field);
    const most = field['x-files']?.max_mb ?? 0;
    if (!file) this.#wrong(at, 'file.unknown');
    else if (!types.some((type) => mediaTypes[type] === file.media_type))
      this.#wrong(at, 'file.type', types.join(', ').toUpperCase());
    else if (most > 0 && file.size > most * 1024 * 1024) this.#wrong(at, 'file.too_large', most);
  }

  /** Applies a rule where both fields have a clean answer. */
  compare(form: Form, rule: Rule, clean: Answers): void {
    const [a, b] = [clean[rule.field], clean[rule.than]];
    if (a === undefined || b === undefined || keeps(rule, a, b)) return;
    const than = form.properties[rule.than];
    this.errors.push({
      pointer: `/answers/${rule.field}`,
      code: 'field.rule',
      rule: { ...rule, title: than?.title ?? rule.than, english: than?.['x-en']?.title },
    });
  }
}

function holds(when: When, answer: unknown): boolean {
  if (Array.isArray(answer)) return answer.some((one) => when.is.includes(one));
  return answer !== undefined && when.is.includes(answer);
}

/** Computes a field from the clean answers before it. `rows/amount` adds over all rows. */
function totalOf(field: Field, fields: readonly Placed[], clean: Answers): number {
  return (field['x-sum'] ?? []).reduce((sum, source) => {
    const [key = '', cell] = source.split('/');
    const summand = fields.find((placed) => placed.key === key)?.field;
    if (!summand) return sum;
    if (cell === undefined) return sum + worth(summand, clean[key]);
    const rows = clean[key];
    const column = summand.items?.properties?.[cell];
    if (!Array.isArray(rows) || !column) return sum;
    return rows.filter(isGroup).reduce((inRows, row) => inRows + worth(column, row[cell]), sum);
  }, 0);
}

/** What an answer adds: a number itself, a choice its score, several choices all of theirs, no answer nothing. */
function worth(field: Field, answer: unknown): number {
  if (typeof answer === 'number') return answer;
  if (Array.isArray(answer)) return answer.reduce<number>((sum, one) => sum + worth(field, one), 0);
  return optionsOf(field).find((option) => option.const === answer)?.['x-score'] ?? 0;
}

function keeps({ is }: Rule, a: unknown, b: unknown): boolean {
  if (is === 'equal' || is === 'different')
    return (JSON.stringify(a) === JSON.stringify(b)) === (is === 'equal');
  if (is === 'at_most' || is === 'at_least')
    return typeof a === 'number' && typeof b === 'number' && (is === 'at_most' ? a <= b : a >= b);
  // Dates, whose text sorts like they do.
  return typeof a === 'string' && typeof b === 'string' && (a > b || (a === b && is === 'not_before'));
}

/** Writes a name as a part of a JSON pointer (RFC 6901). */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
