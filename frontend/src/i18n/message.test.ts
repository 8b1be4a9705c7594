import { describe, expect, it } from 'vitest';
import { en } from './en';
import { id } from './id';
import { fill, type Message } from './message';

describe('fill', () => {
  it('puts values in their places, numbers as the locale writes them', () => {
    expect(fill('{shown} dari {total}', { shown: 20, total: 12345 }, 'id-ID')).toBe('20 dari 12.345');
    expect(fill('{shown} of {total}', { shown: 20, total: 12345 }, 'en-GB')).toBe('20 of 12,345');
  });

  it('chooses the form that the language wants for a count', () => {
    const days: Message = { one: '{count} day', other: '{count} days' };
    expect(fill(days, { count: 1 }, 'en-GB')).toBe('1 day');
    expect(fill(days, { count: 0 }, 'en-GB')).toBe('0 days');
    expect(fill(days, { count: 2 }, 'en-GB')).toBe('2 days');
  });

  it('does not read a value as a message', () => {
    expect(fill('Unduh {name}', { name: '{count}' }, 'id-ID')).toBe('Unduh {count}');
  });
});

describe('the dictionaries', () => {
  it('have the same keys and no empty text', () => {
    expect(Object.keys(en)).toEqual(Object.keys(id));
    for (const [key, message] of [...Object.entries(id), ...Object.entries(en)]) {
      const texts = typeof message === 'string' ? [message] : Object.values(message as object);
      for (const text of texts) expect(text, key).not.toBe('');
    }
  });

  it('spell the domain of the province right', () => {
    expect(JSON.stringify([id, en])).not.toMatch(/kaltarprov/i);
  });
});
