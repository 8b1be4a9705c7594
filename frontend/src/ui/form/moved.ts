/** The list with one member moved up or down. */
export function moved<Member>(list: readonly Member[], index: number, by: -1 | 1): Member[] {
  const rest = list.toSpliced(index, 1);
  return rest.toSpliced(index + by, 0, ...list.slice(index, index + 1));
}
