import classes from './charts.module.css';

export interface Bar {
  key: string;
  label: string;
  /** 0 or more; bars are drawn against the longest, or {@code most}. */
  value: number;
  /** What is written beside the bar. */
  text: string;
  tone?: 'warn' | 'bad';
}

interface BarsProps {
  caption: string;
  labelHead: string;
  valueHead: string;
  bars: readonly Bar[];
  most?: number;
}

/** A chart that is a table: who cannot see the bars reads the numbers. */
export function BarTable({ caption, labelHead, valueHead, bars, most }: BarsProps) {
  const longest = most ?? Math.max(0, ...bars.map((bar) => bar.value));
  return (
    <table className={classes.table}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{labelHead}</th>
          <td />
          <th scope="col" className={classes.number}>
            {valueHead}
          </th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.key}>
            <th scope="row">{bar.label}</th>
            <td>
              <BarLine share={longest > 0 ? bar.value / longest : 0} tone={bar.tone} />
            </td>
            <td className={classes.number}>{bar.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A bar alone, beside words that say the same. */
export function BarLine({ share, tone }: { share: number; tone?: Bar['tone'] | undefined }) {
  const width = Math.max(0, Math.min(100, share * 100));
  return (
    <svg className={classes.bar} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" data-tone={tone}>
      <rect width={width} height={10} />
    </svg>
  );
}

export interface Column {
  key: string;
  label: string;
  value: number;
  text: string;
}

interface ColumnsProps {
  caption: string;
  /** What the drawing shows, in a sentence. */
  summary: string;
  labelHead: string;
  valueHead: string;
  tableLabel: string;
  columns: readonly Column[];
}

const width = 600;
const height = 150;

/** Columns over time, with the same numbers as a table below. */
export function ColumnChart({ caption, summary, labelHead, valueHead, tableLabel, columns }: ColumnsProps) {
  const most = Math.max(1, ...columns.map((column) => column.value));
  const step = width / Math.max(1, columns.length);
  return (
    <figure style={{ margin: 0 }}>
      <figcaption className={classes.caption}>{caption}</figcaption>
      <svg className={classes.columns} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={summary}>
        <line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} />
        {columns.map((column, index) => {
          const tall = (column.value / most) * (height - 6);
          const gap = Math.min(3, step / 4);
          return (
            <rect
              key={column.key}
              x={index * step + gap / 2}
              y={height - tall}
              width={Math.max(0.5, Math.min(40, step - gap))}
              height={tall}
            />
          );
        })}
      </svg>
      <div className={classes.ends} aria-hidden="true">
        <span>{columns[0]?.label}</span>
        {columns.length > 1 && <span>{columns.at(-1)?.label}</span>}
      </div>
      <details className={classes.details}>
        <summary>{tableLabel}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
        <section className={classes.scroll} tabIndex={0} aria-label={caption}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{labelHead}</th>
                <th scope="col" className={classes.number}>
                  {valueHead}
                </th>
              </tr>
            </thead>
            <tbody>
              {columns.map((column) => (
                <tr key={column.key}>
                  <th scope="row">{column.label}</th>
                  <td className={classes.number}>{column.text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  );
}
