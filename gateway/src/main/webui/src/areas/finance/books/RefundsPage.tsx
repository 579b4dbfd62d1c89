import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import type { Given } from '../../../shared/api/given';
import { usePages } from '../../../shared/api/pages';
import type { components } from '../../../shared/api/schema';
import { formatMoney } from '../../../shared/format/money';
import { formatInstant } from '../../../shared/format/time';
import { DataTable } from '../../../shared/ui/DataTable';
import { More, Waiting } from '../../../shared/ui/Page';
import { Empty, ProblemNotice } from '../../../shared/ui/states';
import { financeKey, useDesk } from '../payouts';
import { BookTabs } from './BookTabs';

type Refund = Given<components['schemas']['Refund'], 'id' | 'amount' | 'rail' | 'state' | 'requestedAt'>;

const refundsKey = [...financeKey, 'refunds'] as const;

/** Money that requesters want back: they ask, a checker lets it go. */
export default function RefundsPage() {
  const { t, i18n } = useTranslation('books');
  const { checker } = useDesk();
  const queries = useQueryClient();
  const refunds = usePages<Refund>(
    refundsKey,
    (cursor) => unwrap(api.GET('/v1/refunds', { params: { query: { limit: 25, ...cursor } } })),
    checker,
  );
  const decide = useMutation({
    mutationFn: ({ refundId, release }: { refundId: string; release: boolean }) => {
      const params = { path: { refundId } };
      return release
        ? unwrap(api.POST('/v1/refunds/{refundId}/release', { params }))
        : unwrap(api.POST('/v1/refunds/{refundId}/cancel', { params }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: refundsKey }),
  });
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('refunds.title')}
      </Title>
      <BookTabs />
      {!checker && <Text>{t('refunds.forCheckers')}</Text>}
      {checker && <Waiting query={refunds} />}
      {refunds.data?.length === 0 && <Empty title={t('refunds.none')} text={t('refunds.noneText')} />}
      {decide.error && <ProblemNotice failure={decide.error} />}
      {refunds.data && refunds.data.length > 0 && (
        <DataTable
          caption={t('refunds.caption')}
          rows={refunds.data}
          rowKey={(refund) => refund.id}
          columns={[
            { title: t('refunds.requested'), cell: (refund) => formatInstant(refund.requestedAt, i18n.language) },
            { title: t('refunds.amount'), number: true, cell: (refund) => formatMoney(refund.amount, i18n.language) },
            { title: t('refunds.rail'), cell: (refund) => refund.rail },
            { title: t('refunds.state'), cell: (refund) => t(`refundState.${refund.state}`) },
            {
              title: t('refunds.decide'),
              cell: (refund) =>
                refund.state === 'requested' && (
                  <Group gap="xs" wrap="nowrap">
                    <Button
                      size="sm"
                      loading={decide.isPending}
                      onClick={() => decide.mutate({ refundId: refund.id, release: true })}
                    >
                      {t('refunds.release')}
                    </Button>
                    <Button
                      size="sm"
                      variant="default"
                      loading={decide.isPending}
                      onClick={() => decide.mutate({ refundId: refund.id, release: false })}
                    >
                      {t('refunds.cancel')}
                    </Button>
                  </Group>
                ),
            },
          ]}
        />
      )}
      <More query={refunds} />
    </Stack>
  );
}
