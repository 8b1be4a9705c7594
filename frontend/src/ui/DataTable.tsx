import type { ReactNode } from 'react';
import classes from './DataTable.module.css';

export interface Column<Row> {
  key: string;
  title: string;
  cell(row: Row): ReactNode;
  /** The column that names the row; it becomes the head of the card on a phone. */
  primary?: boolean;
  align?: 'end';
  /** Short facts, such as dates, that read badly on two lines. */
  oneLine?: boolean;
  /** What the card on a phone can do without. */
  wideOnly?: boolean;
}

interface DataTableProps<Row> {
  /** Says what the table holds; read by screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey(row: Row): string;
}

/**
 * A table that becomes a list of cards on a narrow screen. The roles are written out because `display: block`
 * takes the table's own meaning away from screen readers.
 */
export function DataTable<Row>({ caption, columns, rows, rowKey }: DataTableProps<Row>) {
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: see above
    <table className={classes.table} role="table">
      <caption>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.key} role="columnheader" scope="col" data-align={column.align}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            {columns.map((column) =>
              column.primary ? (
                <th key={column.key} role="rowheader" scope="row">
                  {column.cell(row)}
                </th>
              ) : (
                <td
                  key={column.key}
                  role="cell"
                  data-align={column.align}
                  data-one-line={column.oneLine}
                  data-wide-only={column.wideOnly}
                >
                  <span className={classes.label} aria-hidden="true">
                    {column.title}
                  </span>
                  <div className={classes.value}>{column.cell(row)}</div>
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above
  );
}
