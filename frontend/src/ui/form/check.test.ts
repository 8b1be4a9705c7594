import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatFor } from '~/i18n/format';
import { fill } from '~/i18n/message';
import { check, isMissing } from './check';
import { findingWords, sayFinding } from './findingWords';
import type { Answers, Finding, Form } from './types';

/** The cases that the checker of the server passes, too. */
const shared: {
  world: {
    now: string;
    agencies: string[];
    units: string[];
    files: Record<string, { media_type: string; size: number }>;
  };
  cases: {
    name: string;
    form: Form;
    answers: Answers;
    clean?: Answers;
    errors: Finding[];
    warnings: Finding[];
  }[];
} = JSON.parse(readFileSync(new URL('../../../../api/form/testdata/cases.json', import.meta.url), 'utf8'));

const world = {
  today: shared.world.now.slice(0, 10),
  timeZone: 'Asia/Makassar',
  agencies: new Set(shared.world.agencies),
  units: new Set(shared.world.units),
  files: new Map(Object.entries(shared.world.files)),
};

const places = (findings: readonly Finding[]) => findings.map(({ pointer, code }) => ({ pointer, code }));

describe('browser and server agree on', () => {
  it.each(shared.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { clean, errors, warnings } = check(one.form, one.answers, world);
    expect(places(errors)).toEqual(one.errors);
    expect(places(warnings)).toEqual(one.warnings);
    if (one.errors.length === 0) expect(clean).toEqual(one.clean);
  });
});

it('every finding of the cases is said in both languages, with nothing left to fill in', () => {
  for (const { form, answers } of shared.cases) {
    const { errors, warnings } = check(form, answers, world);
    for (const language of ['id', 'en'] as const) {
      const format = formatFor(language);
      const w = (key: keyof typeof findingWords.id, values?: Readonly<Record<string, string | number>>) =>
        fill(findingWords[language][key], values ?? {}, format.locale);
      for (const finding of [...errors, ...warnings]) {
        expect(sayFinding(finding, w as never, language, format.date)).toMatch(/^[^{}]{10,}$/);
      }
    }
  }
});

const form: Form = {
  'x-sections': [
    { key: 'wish', title: 'Permintaan', fields: ['kind', 'name'] },
    { key: 'costs', title: 'Biaya', fields: ['costs'], 'x-when': { field: 'kind', is: ['new'] } },
  ],
  properties: {
    kind: { type: 'string', title: 'Jenis', oneOf: [{ const: 'new', title: 'Baru' }] },
    name: { type: 'string', title: 'Nama', 'x-when': { field: 'kind', is: ['new'] } },
    costs: {
      type: 'array',
      title: 'Biaya',
      items: {
        'x-order': ['what', 'other'],
        properties: {
          what: { type: 'boolean', title: 'Lainnya?' },
          other: { type: 'string', title: 'Sebutkan', 'x-when': { field: 'what', is: [true] } },
        },
      },
    },
  },
  required: ['kind', 'name'],
};

describe('what a draft keeps', () => {
  it('leaves out what nobody asks for now, and keeps what is wrong', () => {
    const { given, asked } = check(form, { kind: 'old', name: 'a', costs: [{ what: true }] }, world);
    expect(given).toEqual({ kind: 'old' });
    expect([...asked]).toEqual(['/answers/kind']);
  });

  it('looks into rows', () => {
    const rows = [
      { what: false, other: 'x' },
      { what: true, other: ' ' },
    ];
    const { given, asked } = check(form, { kind: 'new', name: ' a ', costs: rows }, world);
    expect(given).toEqual({ kind: 'new', name: ' a ', costs: [{ what: false }, { what: true }] });
    expect(asked).not.toContain('/answers/costs/0/other');
    expect(asked).toContain('/answers/costs/1/other');
  });

  it('adds up what is there, also while something is missing beside it', () => {
    const cost = { type: 'number', title: 'Biaya' } as const;
    const name = { type: 'string', title: 'Nama' } as const;
    const sums: Form = {
      'x-sections': [{ key: 'a', title: 'A', fields: ['rows', 'total'] }],
      properties: {
        rows: {
          type: 'array',
          title: 'Biaya',
          items: { 'x-order': ['name', 'cost'], properties: { name, cost }, required: ['name'] },
        },
        total: { type: 'number', title: 'Jumlah', readOnly: true, 'x-sum': ['rows/cost'] },
      },
    };
    const answers = { rows: [{ name: 'a', cost: 2 }, { cost: 3 }, { name: 'b', cost: 'x' }] };
    const { totals, clean } = check(sums, answers, world);
    expect(totals).toEqual({ total: 5 });
    expect(clean).toEqual({ total: 0 });
  });

  it('tells what is missing from what is wrong', () => {
    const { errors } = check(form, { kind: 'new' }, world);
    expect(errors.filter(isMissing)).toEqual(errors);
    expect(check(form, { kind: 'old' }, world).errors.filter(isMissing)).toEqual([]);
  });
});
