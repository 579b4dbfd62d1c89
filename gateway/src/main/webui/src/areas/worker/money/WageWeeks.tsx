import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import type { Given } from '../../../shared/api/given';
import { usePages } from '../../../shared/api/pages';
import type { components } from '../../../shared/api/schema';
import { formatMoney, isZero } from '../../../shared/format/money';
import { formatDate, formatDay, formatSeconds } from '../../../shared/format/time';
import { Facts } from '../../../shared/ui/Facts';
import { Loading, ProblemNotice } from '../../../shared/ui/states';

type Week = Given<
  components['schemas']['WageWeek'],
  | 'week'
  | 'requesterId'
  | 'assignments'
  | 'creditedSeconds'
  | 'activeSeconds'
  | 'expiredSeconds'
  | 'floorPerHour'
  | 'floorKind'
  | 'floorPlace'
  | 'floorSource'
  | 'earned'
  | 'due'
  | 'dueAtClose'
  | 'toppedUp'
  | 'reckonedAt'
>;

/** Each week against the wage floor, with what was put on top and what that follows from. */
export function WageWeeks() {
  const { t } = useTranslation('pay');
  const weeks = usePages<Week>(['worker', 'wage-weeks'], (cursor) =>
    unwrap(api.GET('/v1/wage-weeks', { params: { query: { limit: 5, ...cursor } } })),
  );
  return (
    <section>
      <Title order={2} size="h3" mb="xs">
        {t('week.title')}
      </Title>
      <Text mb="sm">{t('week.text')}</Text>
      {weeks.isPending && <Loading />}
      {weeks.isError && <ProblemNotice failure={weeks.error} onRetry={() => weeks.refetch()} />}
      {weeks.data?.length === 0 && <Text>{t('week.none')}</Text>}
      <Stack gap="sm">
        {weeks.data?.map((week) => (
          <WeekCard key={`${week.week} ${week.requesterId} ${week.earned.currency}`} week={week} />
        ))}
        {weeks.hasNextPage && (
          <Button variant="default" size="md" loading={weeks.isFetchingNextPage} onClick={() => weeks.fetchNextPage()}>
            {t('common:more')}
          </Button>
        )}
      </Stack>
    </section>
  );
}

function WeekCard({ week }: { week: Week }) {
  const { t, i18n } = useTranslation('pay');
  const money = (amount: Week['due']) => formatMoney(amount, i18n.language);
  const time = (seconds: number) => formatSeconds(seconds, i18n.language);
  const name = t('week.of', { day: formatDate(week.week, i18n.language) });
  const dearer = week.dueAtClose.amount !== week.due.amount;
  const isShort = [week.due, week.dueAtClose].some((due) => Number(week.earned.amount) < Number(due.amount));
  return (
    <Paper withBorder p="md" component="article" aria-label={name}>
      <Text fw={650}>{name}</Text>
      <Text size="sm" mb="xs">
        {isZero(week.toppedUp)
          ? t(isShort ? 'week.short' : 'week.enough')
          : t('week.toppedUp', { money: money(week.toppedUp) })}
      </Text>
      <Facts
        facts={[
          [t('week.earned'), money(week.earned)],
          [t('week.due'), money(week.due)],
          [t('week.dueAtClose'), dearer && money(week.dueAtClose)],
          [t('week.credited'), time(week.creditedSeconds)],
          [t('week.active'), week.activeSeconds !== week.creditedSeconds && time(week.activeSeconds)],
          [t('week.expired'), week.expiredSeconds > 0 && time(week.expiredSeconds)],
        ]}
      />
      <details>
        <summary>{t('week.why')}</summary>
        <Facts
          facts={[
            [t('week.floor'), t('week.hour', { money: money(week.floorPerHour) })],
            [t('week.kind'), t(`week.floors.${week.floorKind}`)],
            [t('week.place'), week.floorPlace],
            [t('week.source'), week.floorSource],
            [t('week.assignments'), week.assignments],
            [t('week.requester'), week.requesterId.slice(-12)],
            [t('week.reckoned'), formatDay(week.reckonedAt, i18n.language)],
          ]}
        />
      </details>
    </Paper>
  );
}
