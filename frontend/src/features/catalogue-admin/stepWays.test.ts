import { expect, it } from 'vitest';
import { ApiError } from '~/api/problem';
import type { Branch, Step } from '~/api/types';
import { drawn, faultsOfSteps } from './stepWays';

const step = (key: string, rest: Partial<Step> = {}): Step => ({
  key,
  name: key,
  actor: { role: 'head' },
  kind: 'work',
  ...rest,
});
const branch = (on: Branch['on'], to: string): Branch => ({ on, to });

it('places steps below each other, each with room for its ways', () => {
  const branches = [branch('incomplete', ''), branch('external', 'x'), branch('objection', 'gone')];
  const { steps, arrows, lanes, end } = drawn([
    step('a', { branches }),
    step('b', { actions: ['complete'] }),
  ]);
  expect(steps).toEqual([
    {
      line: 4,
      goesOn: true,
      ways: [
        { on: 'incomplete', to: 'applicant' },
        { on: 'external', to: 'external' },
        { on: 'objection', to: null },
      ],
    },
    { line: 13, goesOn: false, ways: [] },
  ]);
  expect([arrows, lanes, end]).toEqual([[], 0, 16]);
});

it('draws an arrow to the step that a branch names, also one whose key is still to be made', () => {
  const { arrows } = drawn([
    step('', { name: 'Periksa lagi' }),
    step('b', { branches: [branch('objection', 'periksa-lagi')] }),
  ]);
  expect(arrows).toEqual([{ from: 10, to: 5, lane: 0 }]);
});

it('keeps arrows that would meet in lanes of their own, the longer ones farther out', () => {
  const back = (to: string) => ({ branches: [branch('verification_failed', to)] });
  const { arrows, lanes } = drawn([
    step('a'),
    step('b'),
    step('c', back('b')),
    step('d', back('a')),
    step('e'),
    step('f', back('e')),
  ]);
  expect(arrows.map(({ lane }) => lane)).toEqual([0, 0, 1]);
  expect(lanes).toBe(2);
});

it('tells the faults of each step by its place', () => {
  const error = new ApiError({
    status: 422,
    code: 'input.invalid',
    detail: 'Isian belum benar.',
    fields: [
      { pointer: '/definition/steps/1/kind', code: 'workflow.endless', detail: 'Tidak berakhir.' },
      { pointer: '/definition/steps/1/branches/0/to', code: 'branch.unknown', detail: '' },
      { pointer: '/definition/steps', code: 'field.min', detail: 'Terlalu sedikit.' },
      { pointer: '/definition/name', code: 'field.required', detail: 'Wajib diisi.' },
    ],
  });
  expect([...faultsOfSteps(error, '/definition/steps')]).toEqual([
    [1, ['Tidak berakhir.', 'Isian belum benar.']],
  ]);
  expect(faultsOfSteps(null, '/definition/steps').size).toBe(0);
});
