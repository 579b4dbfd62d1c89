import { NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import type { Given } from '../../../shared/api/given';
import type { components } from '../../../shared/api/schema';
import { formatMoney, type Money } from '../../../shared/format/money';
import { formatCount } from '../../../shared/format/number';
import { DataTable } from '../../../shared/ui/DataTable';
import { Downloads } from '../../../shared/ui/Downloads';
import { Id } from '../../../shared/ui/Id';
import { Section, Waiting } from '../../../shared/ui/Page';
import { financeKey } from '../payouts';
import { BookTabs } from './BookTabs';

type Schemas = components['schemas'];
type Payee = Given<Schemas['NecPayee'], 'workerId'> & { paid: Money };
type Seller = Given<Schemas['Dac7Seller'], 'workerId' | 'country' | 'activities'> & { quarters: Money[] };

/** What the tax offices of a year are told, by worker id; who these are is kept elsewhere. */
export default function TaxesPage() {
  const { t } = useTranslation('books');
  const last = new Date().getUTCFullYear() - 1;
  const [year, setYear] = useState(last);
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        {t('taxes.title')}
      </Title>
      <BookTabs />
      <Text maw={720}>{t('taxes.text')}</Text>
      <NativeSelect
        label={t('taxes.year')}
        size="md"
        maw={300}
        value={String(year)}
        onChange={(event) => setYear(Number(event.currentTarget.value))}
        data={Array.from({ length: 7 }, (_, back) => String(last - back))}
      />
      <Nec key={`nec ${year}`} year={year} />
      <Dac7 key={`dac7 ${year}`} year={year} />
    </Stack>
  );
}

function Nec({ year }: { year: number }) {
  const { t, i18n } = useTranslation('books');
  const report = useQuery({
    queryKey: [...financeKey, '1099-nec', year],
    queryFn: () => unwrap(api.GET('/v1/tax-reports/1099-nec/{year}', { params: { path: { year } } })),
  });
  const payees = (report.data?.payees ?? []) as Payee[];
  return (
    <Section title={t('taxes.nec')}>
      <Waiting query={report} />
      {report.data?.threshold && (
        <Text>{t('taxes.necText', { least: formatMoney(report.data.threshold as Money, i18n.language) })}</Text>
      )}
      {report.data && payees.length === 0 && <Text>{t('taxes.none')}</Text>}
      {payees.length > 0 && (
        <DataTable
          caption={t('taxes.payees', { count: payees.length })}
          rows={payees}
          rowKey={(payee) => payee.workerId}
          columns={[
            { title: t('taxes.worker'), cell: (payee) => <Id value={payee.workerId} /> },
            {
              title: t('taxes.paid'),
              number: true,
              cell: (payee) => formatMoney(payee.paid, i18n.language),
            },
          ]}
        />
      )}
      {report.data && <Downloads url={`/v1/tax-reports/1099-nec/${year}/document`} name={`1099-nec-${year}`} />}
    </Section>
  );
}

function Dac7({ year }: { year: number }) {
  const { t, i18n } = useTranslation('books');
  const report = useQuery({
    queryKey: [...financeKey, 'dac7', year],
    queryFn: () => unwrap(api.GET('/v1/tax-reports/dac7/{year}', { params: { path: { year } } })),
  });
  const sellers = (report.data?.sellers ?? []) as Seller[];
  const quarter = (place: number) => ({
    title: t('taxes.quarter', { number: place + 1 }),
    number: true,
    cell: (seller: Seller) => {
      const amount = seller.quarters[place];
      return amount
        ? `${formatMoney(amount, i18n.language)} (${formatCount(seller.activities[place] ?? 0, i18n.language)})`
        : '';
    },
  });
  return (
    <Section title={t('taxes.dac7')}>
      <Text>{t('taxes.dac7Text')}</Text>
      <Waiting query={report} />
      {report.data && sellers.length === 0 && <Text>{t('taxes.none')}</Text>}
      {sellers.length > 0 && (
        <DataTable
          caption={t('taxes.sellers', { count: sellers.length })}
          rows={sellers}
          rowKey={(seller) => `${seller.workerId} ${seller.quarters[0]?.currency}`}
          columns={[
            { title: t('taxes.worker'), cell: (seller) => <Id value={seller.workerId} /> },
            { title: t('taxes.country'), cell: (seller) => seller.country },
            ...[0, 1, 2, 3].map(quarter),
          ]}
        />
      )}
      {report.data && <Downloads url={`/v1/tax-reports/dac7/${year}/document`} name={`dac7-${year}`} />}
    </Section>
  );
}
