import { Anchor, Paper, SimpleGrid, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFairness } from '../../shared/fairness/useFairness';
import { formatMoney } from '../../shared/format/money';
import { formatShare } from '../../shared/format/time';
import classes from '../../shared/ui/data.module.css';

/** The numbers that matter most, of the currency in which most people are paid. */
export function LiveNumbers() {
  const { t, i18n } = useTranslation('public');
  const { data } = useFairness();
  if (!data) return null;
  const main = [...data.currencies].sort((a, b) => (b.workers ?? 0) - (a.workers ?? 0))[0];
  const share = (value: string | undefined) => formatShare(Number(value ?? 0), i18n.language);
  return (
    <section>
      <Title order={2} size="h3" mb="md">
        {t('live.title')}
      </Title>
      {main?.allTime?.median && main.paidTime?.median ? (
        <SimpleGrid cols={{ base: 1, sm: 2, md: 4 }}>
          <Figure value={formatMoney(main.paidTime.median, i18n.language)} text={t('live.paid')} />
          <Figure value={formatMoney(main.allTime.median, i18n.language)} text={t('live.all')} />
          <Figure value={share(main.allTime.coverage)} text={t('live.coverage')} />
          {/* Of nobody to compare with the index is 1, which says nothing. */}
          {(data.payGap.groups ?? 0) > 0 && <Figure value={share(data.payGap.index)} text={t('live.gap')} />}
        </SimpleGrid>
      ) : (
        <Text>{t('live.none', { count: data.groupsOf })}</Text>
      )}
      <Text mt="sm">
        <Anchor component={Link} to="/fairness" underline="always">
          {t('live.more')}
        </Anchor>
      </Text>
    </section>
  );
}

function Figure({ value, text }: { value: string; text: string }) {
  return (
    <Paper withBorder p="md">
      <Text className={classes.figure}>{value}</Text>
      <Text size="sm">{text}</Text>
    </Paper>
  );
}
