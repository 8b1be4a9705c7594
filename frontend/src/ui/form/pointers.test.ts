import { expect, it } from 'vitest';
import { changedKeys } from './changes';
import { moved } from './moved';
import { answerAt, fieldOfPointer } from './pointers';
import type { Form } from './types';

const asked = new Set(['/answers/rows', '/answers/rows/0/number', '/answers/proofs']);

it.each([
  ['/answers/rows/0/number', '/answers/rows/0/number'],
  ['/answers/rows/7/number', '/answers/rows'],
  ['/answers/proofs/2', '/answers/proofs'],
  ['/answers/elsewhere/name', '/answers/elsewhere'],
  ['/held_before/0/number', '/held_before'],
  ['/subject', '/subject'],
])('what is found at %s shows at %s', (pointer, shown) => {
  expect(fieldOfPointer(pointer, asked)).toBe(shown);
});

it('reads the answer at a pointer', () => {
  const answers = { rows: [{ number: 1 }, { number: 2 }], name: 'x' };
  expect(answerAt(answers, '/answers/rows/1/number')).toBe(2);
  expect(answerAt(answers, '/answers/rows/2/number')).toBeUndefined();
  expect(answerAt(answers, '/answers/name/first')).toBeUndefined();
});

it('moves a row up and down', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
});

it('tells which answers have changed, whatever their parts are ordered like and however empty they are', () => {
  const field = { type: 'string', title: '' } as const;
  const form: Form = {
    'x-sections': [{ key: 'a', title: 'A', fields: ['person', 'rows', 'note', 'name'] }],
    properties: { person: field, rows: field, note: field, name: field },
  };
  const before = { person: { name: 'a', nip: '1' }, rows: [{ n: 1 }], name: 'x', unknown: 1 };
  const after = {
    person: { nip: '1', name: 'a', phone: '' },
    rows: [{ n: 1 }, { n: 2 }],
    note: ' ',
    name: 'y',
  };
  expect(changedKeys(form, before, after)).toEqual(['rows', 'name']);
});
