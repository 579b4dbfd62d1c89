import { Alert, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../../shared/format/money';
import { formatDay } from '../../../shared/format/time';
import { Icon } from '../../../shared/ui/icons';
import { type Payout, troubles, usePayoutMethod, useReturned } from './payout-method';

/** What a bank said of payouts whose money waits, and what the worker can do about it. */
export function BankTrouble() {
  const { t } = useTranslation('pay');
  const method = usePayoutMethod();
  const returned = useReturned();
  const stuck = method.isSuccess ? troubles(returned.data ?? [], method.data) : [];
  if (stuck.length === 0) return null;
  const stopped = method.data?.state === 'BLOCKED' || stuck.some(({ refusal }) => refusal?.follow === 'STOP');
  return (
    <Alert color="yellow" variant="outline" icon={<Icon name="alert" />} title={t('trouble.title')}>
      <Stack gap="xs">
        {stuck.map((payout) => (
          <Trouble key={payout.id} payout={payout} />
        ))}
        <Text size="sm" fw={600}>
          {stopped ? t('trouble.stopped') : t('trouble.fix')}
        </Text>
      </Stack>
    </Alert>
  );
}

function Trouble({ payout: { amount, account, refusal, reason, changedAt } }: { payout: Payout }) {
  const { t, i18n } = useTranslation('pay');
  const code = refusal?.code ?? reason ?? '';
  return (
    <div>
      <Text size="sm">
        {t('trouble.of', {
          money: amount ? formatMoney(amount, i18n.language) : '',
          account: account ?? '',
          day: formatDay(changedAt ?? '', i18n.language),
        })}
      </Text>
      {i18n.exists(`pay:bank.${code}`) ? (
        <Text size="sm">{t(`bank.${code}`)}</Text>
      ) : (
        <Text size="sm" lang="en">
          {refusal?.meaning}
        </Text>
      )}
    </div>
  );
}
