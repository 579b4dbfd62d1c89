import { useTranslation } from 'react-i18next';
import { formatSeconds } from '../../shared/format/time';
import classes from '../../shared/ui/data.module.css';
import { Icon } from '../../shared/ui/icons';
import { useSecondsUntil } from './appeals';

const aDay = 86_400;

/** How long there is to rule. Without a ruling the worker is right. */
export function Clock({ dueAt }: { dueAt: string }) {
  const { t, i18n } = useTranslation('appeals');
  const left = useSecondsUntil(dueAt);
  const tone = left < aDay ? classes.bad : left < 3 * aDay ? classes.warn : '';
  return (
    <span className={`${classes.sign} ${tone}`}>
      <Icon name="clock" size={18} />
      {left === 0 ? t('over') : t('left', { time: formatSeconds(left, i18n.language) })}
    </span>
  );
}
