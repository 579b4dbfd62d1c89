import { Fragment, type ReactNode } from 'react';
import classes from './data.module.css';

interface Props {
  facts: readonly (readonly [name: string, value: ReactNode])[];
  /** Whether the values are sentences, which stand below their names. */
  long?: boolean;
}

/** Names and what they are; what is null, undefined or empty is left out with its name. */
export function Facts({ facts, long = false }: Props) {
  return (
    <dl className={long ? `${classes.facts} ${classes.long}` : classes.facts}>
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
        .map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
