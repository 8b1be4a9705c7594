/** A code made of a name: `Pinjam Studio (baru)` becomes `pinjam-studio-baru`; at most 40 characters. */
export const codeFrom = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');

/**
 * The codes of a list's rows: those that are given stay, the others are made of the row's name, each different from
 * the rest. A row without a name gets none.
 */
export function codesFor(rows: readonly { code: string; name: string }[], fallback: string): string[] {
  const taken = new Set(rows.map(({ code }) => code));
  return rows.map(({ code, name }) => {
    if (code || !name.trim()) return code;
    const wanted = codeFrom(name) || fallback;
    let made = wanted;
    for (let n = 2; taken.has(made); n++) made = `${wanted.slice(0, 37)}-${n}`;
    taken.add(made);
    return made;
  });
}
