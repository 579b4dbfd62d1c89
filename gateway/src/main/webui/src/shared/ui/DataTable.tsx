import type { ReactNode } from 'react';
import classes from './data.module.css';

export interface Column<Row> {
  /** Names the column; also its key. */
  title: string;
  cell: (row: Row) => ReactNode;
  /** Aligned so that digits stand below each other. */
  number?: boolean;
}

interface Props<Row> {
  caption: string;
  /** Whether a heading right above says what the caption would: it is not shown twice. */
  titled?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}

/** A table that scrolls sideways within its frame where the screen is narrow. The first column names the row. */
export function DataTable<Row>({ caption, titled = false, columns, rows, rowKey }: Props<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
    <section className={classes.scroll} aria-label={caption} tabIndex={0}>
      <table className={classes.table} aria-label={titled ? caption : undefined}>
        {!titled && <caption>{caption}</caption>}
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" className={column.number ? classes.number : undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column, index) => {
                const Cell = index === 0 ? 'th' : 'td';
                return (
                  <Cell
                    key={column.title}
                    {...(index === 0 ? { scope: 'row' } : {})}
                    className={column.number ? classes.number : undefined}
                  >
                    {column.cell(row)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
