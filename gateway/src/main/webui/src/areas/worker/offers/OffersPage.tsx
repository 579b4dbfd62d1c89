import { Button, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty, Loading, ProblemNotice } from '../../../shared/ui/states';
import { OfferCard } from './OfferCard';
import { useClaimed, useOffers } from './offers';

export function OffersPage() {
  const { t } = useTranslation('worker');
  const offers = useOffers();
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('offers.title')}
      </Title>
      <Unfinished />
      {offers.isPending && <Loading />}
      {offers.isError && <ProblemNotice failure={offers.error} onRetry={() => offers.refetch()} />}
      {offers.data?.length === 0 && (
        <Empty title={t('offers.none')} text={t('offers.noneText')}>
          <Button variant="default" size="md" onClick={() => offers.refetch()} loading={offers.isFetching}>
            {t('offers.lookAgain')}
          </Button>
        </Empty>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {offers.data?.map((offer) => (
          <OfferCard key={offer.jobId} offer={offer} />
        ))}
      </SimpleGrid>
      {offers.hasNextPage && (
        <Button variant="default" size="md" onClick={() => offers.fetchNextPage()} loading={offers.isFetchingNextPage}>
          {t('common:more')}
        </Button>
      )}
    </Stack>
  );
}

/** One job at a time, the one whose deadline is nearest first. */
function Unfinished() {
  const { t } = useTranslation('worker');
  const claimed = useClaimed();
  const first = [...(claimed.data?.items ?? [])].sort((a, b) =>
    String(a.deadlineAt).localeCompare(String(b.deadlineAt)),
  )[0];
  if (!first?.jobId) return null;
  return (
    <Paper withBorder p="md" role="status">
      <Text fw={650}>{t('offers.unfinished', { count: claimed.data?.items?.length ?? 0 })}</Text>
      <Button component={Link} to={`/worker/jobs/${first.jobId}`} mt="xs" size="md">
        {t('offers.goOn')}
      </Button>
    </Paper>
  );
}
