import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import { formatMoney, isZero, lacking, leastReward, type Money, perHour } from '../../../shared/format/money';
import { pricedSeconds, rewardOf, type Terms } from './terms';

/** What the reward comes to in an hour, and the least that will be taken, while it is typed. */
export function PriceHelper({ terms, onReward }: { terms: Terms; onReward: (amount: string) => void }) {
  const { t, i18n } = useTranslation('requester');
  const floor = useQuery({
    queryKey: ['wage-floor', 'of the marketplace', terms.currency],
    queryFn: () => {
      const query = { currency: terms.currency };
      return unwrap(api.GET('/v1/wage-floors', { params: { query } }));
    },
  });
  const seconds = pricedSeconds(terms);
  const reward = rewardOf(terms);
  const hour = floor.data?.perHour as Money | undefined;
  if (seconds === 0) return null;
  const least = hour?.currency === terms.currency ? leastReward(hour, seconds) : null;
  const short = reward && least ? !isZero(lacking(reward, least)) : false;
  const money = (amount: Money) => formatMoney(amount, i18n.language);
  return (
    <div aria-live="polite">
      {reward && <Text size="sm">{t('price.hourly', { money: money(perHour(reward, seconds)) })}</Text>}
      {least && hour && (
        <Text size="sm" c={short ? 'var(--gw-warn)' : undefined}>
          {t('price.least', { least: money(least), hour: money(hour) })}
        </Text>
      )}
      {least && (short || !reward) && (
        <Button variant="default" size="sm" h={44} mt="xs" onClick={() => onReward(least.amount)}>
          {t('price.take', { least: money(least) })}
        </Button>
      )}
    </div>
  );
}
