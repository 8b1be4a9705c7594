import { expect, it } from 'vitest';
import { codeFrom, codesFor } from './codes';

it('makes codes of names', () => {
  expect(codeFrom('  Pinjam Studio (Baru)! ')).toBe('pinjam-studio-baru');
  expect(codeFrom('Café à la carte')).toBe('cafe-a-la-carte');
  expect(codeFrom('—')).toBe('');
  expect(codeFrom(`${'a'.repeat(39)} b`)).toBe('a'.repeat(39));
});

it('gives every row a code of its own and leaves the given ones', () => {
  const rows = [
    { code: 'periksa', name: 'Periksa' },
    { code: '', name: 'Periksa' },
    { code: '', name: '—' },
    { code: '', name: ' ' },
    { code: '', name: 'a'.repeat(50) },
    { code: '', name: 'a'.repeat(50) },
  ];
  expect(codesFor(rows, 'baris')).toEqual([
    'periksa',
    'periksa-2',
    'baris',
    '',
    'a'.repeat(40),
    `${'a'.repeat(37)}-2`,
  ]);
});
