export interface Piece {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** More words than this are shown as one text in place of another; comparing takes the product of both. */
const most = 1500;

/** What was taken from a text and what was put in, word by word (the longest common run of words stays). */
export function textDifference(before: string, after: string): Piece[] {
  const a = words(before);
  const b = words(after);
  if (a.length > most || b.length > most) return tidy([removed(before), added(after)]);
  // common[i][j]: how many words a from i and b from j have in common, in order.
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const row = common[i];
    if (!row) continue;
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pieces: Piece[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [left = '', right = ''] = [a[i], b[j]];
    if (i < a.length && j < b.length && left === right) {
      pieces.push({ kind: 'same', text: left });
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      pieces.push(removed(left));
      i++;
    } else {
      pieces.push(added(right));
      j++;
    }
  }
  return tidy(pieces);
}

const removed = (text: string): Piece => ({ kind: 'removed', text });
const added = (text: string): Piece => ({ kind: 'added', text });

/** Words with the space that follows them, so that joining them gives the text again. */
const words = (text: string): string[] => text.match(/\S+\s*|^\s+/g) ?? [];

/** Neighbours of a kind become one; nothing stays empty. */
function tidy(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    if (piece.text === '') continue;
    const last = result.at(-1);
    if (last?.kind === piece.kind) last.text += piece.text;
    else result.push({ ...piece });
  }
  return result;
}
