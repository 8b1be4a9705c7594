import { expect, it } from 'vitest';
import { LocalCopies } from './localCopies';

function storage() {
  const entries = new Map<string, string>();
  return {
    entries,
    get length() {
      return entries.size;
    },
    key: (index: number) => [...entries.keys()][index] ?? null,
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  };
}

it('keeps what was typed until it is dropped, and tells what there is', () => {
  const store = storage();
  let now = Date.parse('2026-11-22T00:00:00Z');
  const copies = new LocalCopies(store, () => now);
  const copy = { content: { a: 'baru' }, base: { a: 'lama' }, etag: '"3"' };
  expect(copies.keep('orang/usulan/needs-1', copy)).toBe(true);
  copies.keep('lain/usulan/needs-1', copy);
  expect(copies.read('orang/usulan/needs-1')).toEqual({ ...copy, at: '2026-11-22T00:00:00.000Z' });
  expect(copies.keys('orang/usulan/')).toEqual(['orang/usulan/needs-1']);
  copies.drop('orang/usulan/needs-1');
  expect(copies.read('orang/usulan/needs-1')).toBeNull();

  now += 15 * 86_400_000;
  expect(copies.read('lain/usulan/needs-1')).toBeNull();
  expect(store.entries.size).toBe(0);
});

it('passes over what it cannot read, says when nothing can be kept, and forgets all of it', () => {
  const store = storage();
  store.setItem('elayanan.unsaved/x', '{');
  store.setItem('elayanan.language', 'en');
  expect(new LocalCopies(store, Date.now).read('x')).toBeNull();
  const full = {
    ...storage(),
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  const copy = { content: 1, base: 0, etag: '' };
  expect(new LocalCopies(full, Date.now).keep('x', copy)).toBe(false);
  const copies = new LocalCopies(store, Date.now);
  copies.keep('y', copy);
  copies.dropAll();
  expect([...store.entries.keys()]).toEqual(['elayanan.language']);
});
