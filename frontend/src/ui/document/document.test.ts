import { describe, expect, it } from 'vitest';
import { ApiError } from '~/api/problem';
import { documentErrors } from './documentErrors';
import { type Field, fieldAt, tidied } from './fields';
import { type Json, valueAt, withValueAt } from './json';
import { inserted, moved, removed } from './rows';

const fields: Field[] = [
  { kind: 'text', path: '/name', label: 'Nama' },
  { kind: 'lines', path: '/keywords', label: 'Kata kunci' },
  { kind: 'limit', path: '/time_limit', label: 'Jangka waktu' },
  { kind: 'area', path: '/standard/decree', label: 'Keputusan' },
  {
    kind: 'list',
    path: '/steps',
    label: 'Alur',
    item: 'Langkah',
    blank: {},
    headline: () => '',
    names: { loket: 'Loket' },
    fields: [
      { kind: 'text', path: '/name', label: 'Nama langkah' },
      { kind: 'choice', path: '/actor/role', label: 'Peran', options: [] },
      {
        kind: 'choice',
        path: '/actor/unit',
        label: 'Bidang',
        options: [],
        when: (step) => valueAt(step, '/actor/role') === 'technical',
      },
      {
        kind: 'list',
        path: '/items',
        label: 'Isi',
        item: 'Butir',
        blank: {},
        headline: () => '',
        fields: [{ kind: 'text', path: '/text', label: 'Teks' }],
      },
    ],
  },
];

describe('fieldAt', () => {
  it.each([
    ['/name', '/name', ['Nama']],
    // Deeper than the field: the field that holds it.
    ['/keywords/3', '/keywords', ['Kata kunci']],
    ['/time_limit/amount', '/time_limit', ['Jangka waktu']],
    // Above the fields: the first of them.
    ['/standard', '/standard/decree', ['Keputusan']],
    ['/steps/1/actor', '/steps/1/actor/role', ['Alur', 'Langkah 2', 'Peran']],
    // The list itself, its rows, and lists inside rows.
    ['/steps', '/steps', ['Alur']],
    ['/steps/0', '/steps/0/name', ['Alur', 'Langkah 1']],
    ['/steps/0/name', '/steps/0/name', ['Alur', 'Langkah 1', 'Nama langkah']],
    ['/steps/2/items/0/text', '/steps/2/items/0/text', ['Alur', 'Langkah 3', 'Isi', 'Butir 1', 'Teks']],
    ['/steps/0/unknown', '/steps', ['Alur', 'Langkah 1']],
    // Rows that are named by key, as in differences.
    ['/steps/loket/name', '/steps/loket/name', ['Alur', 'Loket', 'Nama langkah']],
    ['/steps/akhir', '/steps/akhir/name', ['Alur', 'Langkah “akhir”']],
  ])('finds the field of %s', (pointer, at, trail) => {
    const place = fieldAt(fields, pointer);
    expect(place?.at).toBe(at);
    expect(place?.trail).toEqual(trail);
  });

  it('takes a name only whole', () => {
    expect(fieldAt(fields, '/names')).toBeNull();
    expect(fieldAt(fields, '/other')).toBeNull();
  });
});

describe('documentErrors', () => {
  const error = new ApiError({
    status: 422,
    code: 'input.invalid',
    detail: 'Isian belum benar.',
    fields: [
      { pointer: '/definition/steps/1/actor/unit', code: 'role.unit', detail: 'Perlu bidang.' },
      { pointer: '/definition/name', code: 'field.required', detail: 'Wajib diisi.' },
      { pointer: '/note', code: 'field.max', detail: '' },
    ],
  });

  it('puts each fault at its field and says in the summary where it is', () => {
    const { byField, lines } = documentErrors(error, fields, '/definition');
    expect([...byField]).toEqual([
      ['/steps/1/actor/unit', 'Perlu bidang.'],
      ['/name', 'Wajib diisi.'],
    ]);
    expect(lines).toEqual([
      { at: '/steps/1/actor/unit', text: 'Alur › Langkah 2 › Bidang: Perlu bidang.' },
      { at: '/name', text: 'Nama: Wajib diisi.' },
      { at: null, text: 'Isian belum benar.' },
    ]);
  });

  it('finds nothing where the server named no field', () => {
    expect(documentErrors(new ApiError({ status: 412, code: 'version.stale' }), fields).lines).toEqual([]);
    expect(documentErrors(null, fields).lines).toEqual([]);
  });
});

describe('withValueAt', () => {
  const document: Json = { name: 'A', steps: [{ name: 'x' }, { name: 'y', actor: { role: 'head' } }] };

  it('changes one place and keeps everything beside the way', () => {
    const changed = withValueAt(document, '/steps/1/actor/role', 'ppid');
    expect(changed).toEqual({ name: 'A', steps: [{ name: 'x' }, { name: 'y', actor: { role: 'ppid' } }] });
    expect(valueAt(changed, '/steps/0')).toBe(valueAt(document, '/steps/0'));
    expect(valueAt(document, '/steps/1/actor/role')).toBe('head');
  });

  it('makes what is missing on the way, and replaces the whole', () => {
    expect(withValueAt({}, '/standard/decree', 'Nomor 1')).toEqual({ standard: { decree: 'Nomor 1' } });
    expect(withValueAt({ standard: null }, '/standard/decree', '')).toEqual({ standard: { decree: '' } });
    expect(withValueAt(document, '', null)).toBeNull();
  });

  it('reads nothing where nothing is', () => {
    expect(valueAt(document, '/steps/7/name')).toBeUndefined();
    expect(valueAt(document, '/name/x')).toBeUndefined();
  });
});

it('tidies empty lines and what does not apply, and nothing else', () => {
  const step = { name: ' x ', actor: { role: 'head', unit: 'aptika' } };
  expect(tidied({ keywords: [' a ', '', 'b'], steps: [step], other: 1 }, fields)).toEqual({
    keywords: ['a', 'b'],
    steps: [{ name: ' x ', actor: { role: 'head', unit: '' } }],
    other: 1,
  });
  const technical = { steps: [{ actor: { role: 'technical', unit: 'aptika' } }] };
  expect(tidied(technical, fields)).toEqual(technical);
});

describe('rows', () => {
  const rows = ['a', 'b', 'c'];

  it.each([
    [0, 1, ['b', 'a', 'c']],
    [2, 0, ['c', 'a', 'b']],
    [0, 2, ['b', 'c', 'a']],
    [0, -1, rows],
    [2, 3, rows],
    [3, 0, rows],
  ])('moves row %i to place %i', (from, to, expected) => {
    expect(moved(rows, from, to)).toEqual(expected);
  });

  it('adds and removes at a place without touching the old list', () => {
    expect(inserted(rows, 3, 'd')).toEqual(['a', 'b', 'c', 'd']);
    expect(inserted(rows, 0, 'd')).toEqual(['d', 'a', 'b', 'c']);
    expect(removed(rows, 1)).toEqual(['a', 'c']);
    expect(rows).toEqual(['a', 'b', 'c']);
  });
});
