import { Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../../shared/format/money';
import { formatDate } from '../../../shared/format/time';
import { CountrySelect } from '../../../shared/ui/CountrySelect';
import { Facts } from '../../../shared/ui/Facts';
import { Section } from '../../../shared/ui/Page';
import { Loading, ProblemNotice } from '../../../shared/ui/states';
import { useFloor } from './wages';

/** Currencies that the marketplace has a floor of its own in. */
const currencies = ['USD', 'EUR', 'GBP'];

/** What holds today in a place, with its source; of the marketplace's own floor where no place is chosen. */
export function FloorInForce() {
  const { t, i18n } = useTranslation('wages');
  const [country, setCountry] = useState('');
  const [part, setPart] = useState('');
  const [currency, setCurrency] = useState(currencies[0] as string);
  const subdivision = part.trim().toUpperCase();
  const isPart = /^[A-Z0-9]{0,3}$/.test(subdivision);
  const place = subdivision ? `${country}-${subdivision}` : country;
  const floor = useFloor(!country ? { currency } : isPart ? { place } : null);
  const { data } = floor;
  const day = (date: string | undefined) => date && formatDate(date, i18n.language);
  return (
    <Section title={t('inForce.title')}>
      <Group align="flex-start">
        <CountrySelect label={t('inForce.country')} value={country} onChange={setCountry} />
        {country ? (
          <TextInput
            label={t('inForce.part')}
            description={t('inForce.partNote')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            size="md"
            maxLength={3}
            value={part}
            error={isPart ? undefined : t('inForce.noPart')}
            onChange={(event) => setPart(event.currentTarget.value)}
          />
        ) : (
          <NativeSelect
            label={t('inForce.own')}
            size="md"
            value={currency}
            data={currencies}
            onChange={(event) => setCurrency(event.currentTarget.value)}
          />
        )}
      </Group>
      {floor.isLoading && <Loading />}
      {floor.isError && <ProblemNotice failure={floor.error} onRetry={() => floor.refetch()} />}
      {data && (
        <div role="status">
          <Text fz={24} fw={700}>
            {t('inForce.hour', { money: formatMoney(data.perHour, i18n.language) })}
          </Text>
          <Facts
            facts={[
              [t('kind'), t(`kinds.${data.kind}`)],
              [t('inForce.rateOf'), data.rateOf !== data.place && data.rateOf],
              [t('from'), day(data.effectiveFrom)],
              [t('source'), data.source],
              [t('note'), data.note],
              [t('confidence'), t(`sure.${data.confidence}`)],
              [t('reviewBy'), day(data.reviewBy)],
            ]}
          />
        </div>
      )}
    </Section>
  );
}
