import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../shared/ui/icons';
import { Loading, ProblemNotice } from '../../../shared/ui/states';
import classes from './OfferCard.module.css';
import { useReasons } from './offers';

/** Every rule that decides whether the worker is offered a job, and whether it holds for them. */
export function Reasons({ jobId }: { jobId: string }) {
  const { t, i18n } = useTranslation('worker');
  const reasons = useReasons(jobId, true);
  if (reasons.isPending) return <Loading />;
  if (reasons.isError) return <ProblemNotice failure={reasons.error} onRetry={() => reasons.refetch()} />;
  return (
    <div className={classes.reasons}>
      <Text size="sm" fw={650}>
        {t(reasons.data.offered ? 'offers.whyYes' : 'offers.whyNo')}
      </Text>
      <ul>
        {reasons.data.rules?.map(({ rule = '', holds = false, detail }) => {
          const known = i18n.exists(`offers.rule.${rule}.yes`, { ns: 'worker' });
          const outcome = holds ? 'yes' : 'no';
          return (
            <li key={rule} data-holds={holds}>
              <Icon name={holds ? 'check' : 'close'} size={18} />
              <span lang={known ? undefined : 'en'}>{known ? t(`offers.rule.${rule}.${outcome}`) : detail}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
