import { Fragment } from 'react';
import classes from './data.module.css';

/** An id to read and to copy whole, which may be broken at its hyphens where a column is narrow. */
export function Id({ value }: { value: string }) {
  const parts = value.split('-');
  return (
    <span className={classes.code}>
      {parts.map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of an id stay where they are
        <Fragment key={place}>
          {part}
          {place < parts.length - 1 && (
            <>
              -<wbr />
            </>
          )}
        </Fragment>
      ))}
    </span>
  );
}
