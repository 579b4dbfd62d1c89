import { useTranslation } from 'react-i18next';
import classes from '../requester.module.css';
import type { JobState } from './jobs';

export function StateSign({ state }: { state: JobState }) {
  const { t } = useTranslation('requester');
  return (
    <span className={classes.state} data-state={state}>
      {t(`state.${state}`)}
    </span>
  );
}
