import classes from './data.module.css';

export interface Bar {
  label: string;
  /** What is read: the amount or share in words of the reader's language. */
  text: string;
  /** Length of the bar, 0 to 1. */
  share: number;
  tone?: 'plain' | 'warn' | 'bad';
  /** A line across the bar, 0 to 1, such as a threshold. */
  mark?: number;
}

/** {@return at most 1 and at least 0, also of what is no number} */
export function asShare(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
}

/** A list of bars. The words say all that the bars show: for a screen reader they are the chart. */
export function Bars({ title, bars }: { title: string; bars: readonly Bar[] }) {
  return (
    <ul className={classes.bars} aria-label={title}>
      {bars.map((bar) => (
        <li key={bar.label} className={classes.bar}>
          <span>{bar.label}</span>
          <strong>{bar.text}</strong>
          <svg width="100%" height="12" aria-hidden="true" focusable="false">
            <rect className={classes.track} width="100%" height="8" y="2" rx="4" />
            <rect
              className={classes.fill}
              data-tone={bar.tone ?? 'plain'}
              width={`${asShare(bar.share) * 100}%`}
              height="8"
              y="2"
              rx="4"
            />
            {bar.mark !== undefined && (
              <line
                className={classes.mark}
                x1={`${asShare(bar.mark) * 100}%`}
                x2={`${asShare(bar.mark) * 100}%`}
                y1="0"
                y2="12"
              />
            )}
          </svg>
        </li>
      ))}
    </ul>
  );
}
