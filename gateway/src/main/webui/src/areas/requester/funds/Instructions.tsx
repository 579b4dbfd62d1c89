import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Loading, ProblemNotice } from '../../../shared/ui/states';
import classes from '../requester.module.css';
import { useDepositInstructions } from './funds';

/** How to pay in by bank transfer. */
export function Instructions() {
  const { t } = useTranslation('funds');
  const how = useDepositInstructions();
  if (how.isPending) return <Loading />;
  if (how.isError) return <ProblemNotice failure={how.error} onRetry={() => how.refetch()} />;
  return (
    <>
      <Text size="sm" mb="xs">
        {t('transfer.text')}
      </Text>
      <dl className={classes.facts}>
        {(['holder', 'iban', 'bic', 'reference'] as const).map((name) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{t(`transfer.${name}`)}</dt>
            <dd>{how.data[name]}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
