import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../format/money';
import { formatMonth } from '../format/months';
import { formatRate } from '../format/time';
import { DataTable } from '../ui/DataTable';
import { Facts } from '../ui/Facts';
import { Waiting } from '../ui/Page';
import { Empty } from '../ui/states';
import { type Scheme, useSchemes } from './benefits';

/** @param actions what may be done with a scheme, below it */
export function Schemes({ actions }: { actions?: (scheme: Scheme) => ReactNode }) {
  const { t, i18n } = useTranslation('benefits');
  const schemes = useSchemes();
  const month = (value: string) => formatMonth(value, i18n.language);
  return (
    <>
      <Text maw={720}>{t('text')}</Text>
      <Waiting query={schemes} />
      {schemes.data?.length === 0 && <Empty title={t('none')} text={t('noneText')} />}
      {schemes.data?.map((scheme) => (
        <Paper key={scheme.code} withBorder p="md" component="section" aria-label={scheme.name}>
          <Stack gap="sm">
            <Title order={2} size="h4">
              {scheme.name}
            </Title>
            <Facts
              facts={[
                [t('code'), scheme.code],
                [t('rate'), formatRate(scheme.rate, i18n.language)],
                [t('firstMonth'), month(scheme.firstMonth)],
                [t('lastMonth'), scheme.lastMonth ? month(scheme.lastMonth) : t('noEnd')],
              ]}
            />
            {scheme.months.length === 0 ? (
              <Text size="sm">{t('nothingYet')}</Text>
            ) : (
              <DataTable
                caption={t('months', { currency: scheme.currency })}
                rows={[...scheme.months].reverse()}
                rowKey={(row) => row.month}
                columns={[
                  { title: t('month'), cell: (row) => month(row.month) },
                  { title: t('earned'), number: true, cell: (row) => formatMoney(row.earned, i18n.language) },
                  { title: t('laidAside'), number: true, cell: (row) => formatMoney(row.laidAside, i18n.language) },
                ]}
              />
            )}
            {actions?.(scheme)}
          </Stack>
        </Paper>
      ))}
    </>
  );
}
