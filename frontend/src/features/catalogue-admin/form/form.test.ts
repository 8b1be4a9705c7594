import { describe, expect, it } from 'vitest';
import type { Form } from '~/api/generated';
import { ApiError } from '~/api/problem';
import type { SayWord } from '~/i18n/useWords';
import type { BuilderWords } from './builderWords';
import { formDifference } from './formDifference';
import { type FieldDraft, type FormDraft, toDraft, toForm } from './formDraft';
import { blankField, edited, keyFrom, lockedBy, movedToSection } from './formEdits';
import { formErrors, placeInForm } from './formPlaces';

const say = ((key: string, values?: object) =>
  values ? `${key} ${Object.values(values).join(' ')}` : key) as unknown as SayWord<BuilderWords>;

/** A form with a field of every kind and every word of the profile. */
const whole: Form = {
  'x-sections': [
    {
      key: 'wish',
      title: 'Permintaan',
      description: 'Isi dahulu.',
      'x-en': { title: 'Wish' },
      fields: ['sort', 'urgent', 'topics', 'reason'],
    },
    {
      key: 'rest',
      title: 'Lainnya',
      fields: [
        'name',
        'users',
        'ratio',
        'budget',
        'start',
        'end',
        'hours',
        'bases',
        'total',
        'proofs',
        'contact',
        'box',
        'terms',
        'agency',
      ],
      'x-when': { field: 'sort', is: ['new'] },
    },
  ],
  properties: {
    sort: {
      type: 'string',
      title: 'Jenis',
      oneOf: [
        { const: 'new', title: 'Baru', description: 'Belum ada', 'x-en': { title: 'New' }, 'x-score': 0 },
        { const: 'old', title: 'Lama' },
      ],
    },
    urgent: { type: 'boolean', title: 'Mendesak?', 'x-when': { field: 'sort', is: ['new'] } },
    topics: {
      type: 'array',
      title: 'Bidang',
      items: { oneOf: [{ const: 'a', title: 'A' }] },
      minItems: 1,
      maxItems: 1,
    },
    reason: {
      type: 'string',
      format: 'multiline',
      title: 'Alasan',
      maxLength: 900,
      'x-when': { field: 'urgent', is: [true] },
    },
    name: {
      type: 'string',
      title: 'Nama',
      description: 'Lengkap',
      examples: ['Siti'],
      'x-en': { title: 'Name' },
      'x-prefill': 'name',
      minLength: 2,
      pattern: '^[A-Z]',
      'x-register': 'vps',
    },
    users: { type: 'integer', title: 'Pengguna', minimum: 0, maximum: 9, 'x-unit': 'orang' },
    ratio: { type: 'number', title: 'Rasio', minimum: -0.5 },
    budget: { type: 'integer', format: 'rupiah', title: 'Anggaran' },
    start: { type: 'string', format: 'date', title: 'Mulai', 'x-earliest': 0, 'x-latest': 30 },
    end: { type: 'string', format: 'date', title: 'Selesai' },
    hours: {
      type: 'object',
      format: 'time-range',
      title: 'Waktu',
      'x-books': [{ kind: 'room', when: { field: 'urgent', is: [true] } }, { kind: 'crew' }],
    },
    bases: {
      type: 'array',
      title: 'Dasar',
      minItems: 1,
      items: {
        properties: {
          no: { type: 'string', title: 'Nomor' },
          paid: { type: 'boolean', title: 'Berbayar?' },
          cost: {
            type: 'integer',
            format: 'rupiah',
            title: 'Biaya',
            'x-when': { field: 'paid', is: [true] },
          },
        },
        required: ['no'],
        'x-order': ['no', 'paid', 'cost'],
      },
    },
    total: {
      type: 'integer',
      title: 'Jumlah',
      readOnly: true,
      'x-sum': ['sort', 'bases/cost'],
      'x-bands': [{ from: 0, title: 'Kecil' }],
    },
    proofs: {
      type: 'array',
      format: 'files',
      title: 'Bukti',
      'x-files': { types: ['pdf', 'png'], max_mb: 2 },
    },
    contact: {
      type: 'object',
      format: 'person',
      title: 'Narahubung',
      'x-person': ['name', 'phone'],
      'x-prefill': 'person',
    },
    box: {
      type: 'string',
      format: 'mailbox',
      title: 'Email',
      'x-reserved': ['admin'],
      'x-asset': { kind: 'mailbox', retire: { field: 'urgent', is: [true] } },
    },
    terms: { type: 'boolean', title: 'Setuju', const: true, 'x-statement': 'Saya setuju.' },
    agency: { type: 'string', format: 'agency', title: 'Perangkat Daerah' },
  },
  required: ['sort', 'name', 'bases', 'terms'],
  'x-rules': [{ field: 'end', is: 'not_before', than: 'start', message: 'Keliru.' }],
};
const draft = toDraft(whole);
const at = (form: FormDraft, section: number, index: number): FieldDraft => {
  const field = form.sections[section]?.fields[index];
  if (!field) throw new RangeError('no such field');
  return field;
};

it('gives a form back as it came, whatever its kinds', () => {
  expect(toForm(draft)).toEqual(whole);
});

it('sends nothing that says nothing, and no word of another kind', () => {
  const field: FieldDraft = {
    ...blankField,
    key: 'a',
    title: 'A',
    kind: 'number',
    maxLength: 5,
    'x-unit': '',
    'x-en': { title: '' },
    examples: [' '],
    'x-when': { field: '', is: [] },
  };
  const form = toForm({ sections: [{ key: 's', title: 'S', description: '', fields: [field] }], rules: [] });
  expect(form).toEqual({
    'x-sections': [{ key: 's', title: 'S', fields: ['a'] }],
    properties: { a: { type: 'integer', title: 'A' } },
  });
});

describe('edited', () => {
  const none = new Set<string>();

  it('lets a key follow its title, and what names the field follow its key', () => {
    const next = edited(draft, '/sections/0/fields/0/key', 'jenis', none);
    const sent = toForm(next);
    expect(sent['x-sections'][1]?.['x-when']).toEqual({ field: 'jenis', is: ['new'] });
    expect(sent.properties.urgent?.['x-when']?.field).toBe('jenis');
    expect(sent.properties.total?.['x-sum']).toEqual(['jenis', 'bases/cost']);
    const retitled = edited(
      edited(next, '/sections/0/fields/0/title', 'Jenis layanan', none),
      '/sections/1/fields/4/key',
      'awal',
      none,
    );
    expect(at(retitled, 0, 0).key).toBe('jenis_layanan');
    expect(retitled.rules[0]?.than).toBe('awal');
  });

  it('keeps a key that somebody chose, or that is published', () => {
    expect(at(edited(draft, '/sections/0/fields/0/title', 'Lain', none), 0, 0).key).toBe('sort');
    const published = toDraft({
      'x-sections': [{ key: 's', title: 'S', fields: ['jenis'] }],
      properties: { jenis: { type: 'string', title: 'Jenis', oneOf: [{ const: 'baru', title: 'Baru' }] } },
    });
    const locked = lockedBy(published);
    expect(at(edited(published, '/sections/0/fields/0/title', 'Lain', locked), 0, 0).key).toBe('jenis');
    expect(at(edited(published, '/sections/0/fields/0/title', 'Lain', none), 0, 0).key).toBe('lain');
    expect(
      at(edited(published, '/sections/0/fields/0/options/0/title', 'Lain', locked), 0, 0).options?.[0]?.const,
    ).toBe('baru');
    expect(
      at(edited(published, '/sections/0/fields/0/options/0/title', 'Lain', none), 0, 0).options?.[0]?.const,
    ).toBe('lain');
  });

  it('brings what a kind cannot do without', () => {
    const rows = edited(draft, '/sections/0/fields/1/kind', 'rows', none);
    expect(at(rows, 0, 1).columns).toHaveLength(1);
    expect(at(edited(draft, '/sections/0/fields/1/kind', 'choice', none), 0, 1).options).toHaveLength(2);
  });
});

it.each([
  ['Tanggal mulai', [], 'tanggal_mulai'],
  ['Tanggal mulai', ['tanggal_mulai'], 'tanggal_mulai_2'],
  ['3 pilihan', [], 'isian_3_pilihan'],
  ['', [], ''],
])('makes a key of %j', (title, taken, key) => {
  expect(keyFrom(title, taken)).toBe(key);
});

it('moves a field to the end of another section', () => {
  const moved = toForm(movedToSection(draft, 0, 1, 1));
  expect(moved['x-sections'][0]?.fields).toEqual(['sort', 'topics', 'reason']);
  expect(moved['x-sections'][1]?.fields.at(-1)).toBe('urgent');
});

it.each([
  ['/x-sections/1/title', '/form/sections/1/title'],
  ['/x-sections/0/fields', '/form/sections/0/fields'],
  ['/x-sections/0/fields/2', '/form/sections/0/fields/2/key'],
  ['/x-sections/1/x-when/field', '/form/sections/1/x-when'],
  ['/properties/sort', '/form/sections/0/fields/0/key'],
  ['/properties/sort/type', '/form/sections/0/fields/0/kind'],
  ['/properties/sort/oneOf/1/const', '/form/sections/0/fields/0/options/1/const'],
  ['/properties/topics/items/oneOf', '/form/sections/0/fields/2/options'],
  ['/properties/reason/x-when/is/0', '/form/sections/0/fields/3/x-when'],
  ['/properties/users/minimum', '/form/sections/1/fields/1/minimum'],
  ['/properties/bases/items/properties/cost/title', '/form/sections/1/fields/7/columns/2/title'],
  ['/properties/bases/items/x-order/1', '/form/sections/1/fields/7/columns/1/key'],
  ['/properties/proofs/x-files/types/0', '/form/sections/1/fields/9/x-files/types'],
  ['/x-rules/0/than', '/form/rules/0/than'],
  ['/required/3', '/form/sections'],
])('leads from %s to its setting', (pointer, place) => {
  expect(placeInForm(draft, pointer, say).at).toBe(place);
});

it('names the way to a fault in words', () => {
  const error = new ApiError({
    status: 422,
    code: 'input.invalid',
    fields: [
      { pointer: '/definition/form/properties/users/minimum', code: 'limit', detail: 'Terlalu besar.' },
    ],
  });
  expect(formErrors(error, draft, say).lines).toEqual([
    { at: '/form/sections/1/fields/1/minimum', text: 'Lainnya › Pengguna › minimum: Terlalu besar.' },
  ]);
});

it('tells what differs between two forms in words', () => {
  const { reason: _, ...properties } = whole.properties;
  const after = toDraft({
    ...whole,
    'x-sections': [
      {
        ...whole['x-sections'][0],
        key: 'wish',
        title: 'Permintaan',
        fields: ['sort', 'urgent', 'topics', 'more'],
      },
      ...whole['x-sections'].slice(1),
    ],
    properties: {
      ...properties,
      more: { type: 'string', title: 'Tambahan' },
      users: { ...whole.properties.users, type: 'integer', title: 'Pemakai', minimum: 1 },
      urgent: { type: 'boolean', title: 'Mendesak?' },
      hours: { type: 'object', format: 'time-range', title: 'Waktu', 'x-books': [{ kind: 'crew' }] },
      box: { type: 'string', format: 'mailbox', title: 'Email', 'x-reserved': ['admin'] },
    },
    required: ['sort', 'name', 'bases', 'terms', 'more'],
  });
  expect(formDifference(draft, draft, say)).toEqual([]);
  expect(
    formDifference(draft, after, say).map(({ title, was, is }) => [
      title.replace('diff.form › ', ''),
      was,
      is,
    ]),
  ).toEqual([
    ['“Mendesak?” › condition', 'diff.is Jenis Baru', 'always'],
    ['“Tambahan”', null, 'kind.text, mandatory'],
    ['“Pemakai” › name', 'Pengguna', 'Pemakai'],
    ['“Pemakai” › minimum', 0, 1],
    [
      '“Waktu” › books',
      ['booksWhen resource.room: diff.is Mendesak? yes', 'resource.crew'],
      ['resource.crew'],
    ],
    ['“Email” › namesAsset', 'yes', 'no'],
    ['“Email” › assetRetire', 'diff.is Mendesak? yes', 'never'],
    ['“Alasan”', 'kind.multiline', null],
  ]);
  expect(formDifference(null, draft, say).length).toBeGreaterThan(10);
});
