import { expect, it } from 'vitest';
import { Attempt } from './attempt';

it('keeps the key while the content stays the same, and changes it with the content', () => {
  const attempt = new Attempt();
  const first = attempt.keyFor('a');
  expect(first).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(attempt.keyFor('a')).toBe(first);
  const second = attempt.keyFor('b');
  expect(second).not.toBe(first);
  expect(attempt.keyFor('a')).not.toBe(first);
});

it('gives two forms two keys', () => {
  expect(new Attempt().keyFor('a')).not.toBe(new Attempt().keyFor('a'));
});

it('sends along what went with the content the first time', () => {
  const attempt = new Attempt<number | undefined>();
  const first = attempt.sending('a', undefined); // the notice had not come yet
  expect(attempt.sending('a', 1)).toEqual(first);
  expect(attempt.sending('b', 1)).toMatchObject({ along: 1 });
});
