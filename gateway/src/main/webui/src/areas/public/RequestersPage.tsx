import { Anchor, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { api, unwrap } from '../../shared/api/client';
import type { Given } from '../../shared/api/given';
import { usePages } from '../../shared/api/pages';
import type { components } from '../../shared/api/schema';
import { formatMoney, type Money } from '../../shared/format/money';
import { formatCount } from '../../shared/format/number';
import { formatInstant, formatSeconds, formatShare } from '../../shared/format/time';
import { type Column, DataTable } from '../../shared/ui/DataTable';
import { Id } from '../../shared/ui/Id';
import { More, Waiting } from '../../shared/ui/Page';
import { Empty } from '../../shared/ui/states';

type Requester = Given<
  components['schemas']['ListedRequester'],
  'requesterId' | 'workers' | 'decisions' | 'approvalRate' | 'rejectionRate' | 'appealed' | 'computedAt'
>;

const partOfId = /^[0-9a-f-]{0,36}$/i;

/** How requesters decide, how fast they pay and what an hour with them pays; nothing of it is theirs to change. */
export default function RequestersPage() {
  const { t, i18n } = useTranslation('public');
  const [params] = useSearchParams();
  const [search, setSearch] = useState(params.get('search') ?? '');
  const asked = search.trim().toLowerCase();
  const valid = partOfId.test(asked);
  const requesters = usePages<Requester>(
    ['requesters', asked],
    (cursor) =>
      unwrap(
        api.GET('/v1/requesters', { params: { query: { limit: 50, ...(asked ? { search: asked } : {}), ...cursor } } }),
      ),
    valid,
  );
  const share = (value: number | null | undefined) =>
    value === undefined || value === null ? t('requesters.tooFew') : formatShare(value, i18n.language);
  const columns: Column<Requester>[] = [
    { title: t('requesters.requester'), cell: (one) => <Id value={one.requesterId} /> },
    {
      title: t('requesters.hourly'),
      number: true,
      cell: (one) => (one.hourlyPay ? formatMoney(one.hourlyPay as Money, i18n.language) : t('requesters.tooFew')),
    },
    { title: t('requesters.approved'), number: true, cell: (one) => share(one.approvalRate) },
    { title: t('requesters.rejected'), number: true, cell: (one) => share(one.rejectionRate) },
    { title: t('requesters.overturned'), number: true, cell: (one) => share(one.overturnRate) },
    {
      title: t('requesters.appealed'),
      number: true,
      cell: (one) => formatCount(one.appealed, i18n.language),
    },
    {
      title: t('requesters.wait'),
      number: true,
      cell: (one) =>
        one.waitSeconds === undefined || one.waitSeconds === null
          ? t('requesters.tooFew')
          : formatSeconds(one.waitSeconds, i18n.language),
    },
    { title: t('requesters.workers'), number: true, cell: (one) => formatCount(one.workers, i18n.language) },
    { title: t('requesters.decisions'), number: true, cell: (one) => formatCount(one.decisions, i18n.language) },
  ];
  const computedAt = requesters.data?.[0]?.computedAt;
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        {t('requesters.title')}
      </Title>
      <Text maw={720}>{t('requesters.text')}</Text>
      <TextInput
        label={t('requesters.search')}
        description={t('requesters.searchNote')}
        size="md"
        maw={420}
        value={search}
        spellCheck={false}
        error={valid ? undefined : t('requesters.noId')}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {valid && <Waiting query={requesters} />}
      {valid && requesters.data?.length === 0 && <Empty title={t('requesters.none')} text={t('requesters.noneText')} />}
      {valid && requesters.data && requesters.data.length > 0 && (
        <>
          <DataTable
            caption={t('requesters.caption')}
            columns={columns}
            rows={requesters.data}
            rowKey={(one) => one.requesterId}
          />
          {computedAt && (
            <Text size="sm" c="dimmed">
              {t('requesters.computed', { when: formatInstant(computedAt, i18n.language) })}
            </Text>
          )}
        </>
      )}
      <More query={requesters} />
      <Anchor component={Link} to="/fairness" underline="always">
        {t('requesters.all')}
      </Anchor>
    </Stack>
  );
}
