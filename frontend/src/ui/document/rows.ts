/** The list with the row at one place moved to another; places outside the list change nothing. */
export function moved<Row>(rows: readonly Row[], from: number, to: number): Row[] {
  const result = [...rows];
  if (to < 0 || to >= rows.length || from < 0 || from >= rows.length) return result;
  result.splice(to, 0, ...result.splice(from, 1));
  return result;
}

/** The list with a row put in at a place. */
export const inserted = <Row>(rows: readonly Row[], at: number, row: Row): Row[] =>
  rows.toSpliced(at, 0, row);

/** The list without the row at a place. */
export const removed = <Row>(rows: readonly Row[], at: number): Row[] => rows.toSpliced(at, 1);
