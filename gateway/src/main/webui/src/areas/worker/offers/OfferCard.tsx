import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatMoney, type Money } from '../../../shared/format/money';
import { formatSeconds, formatShare } from '../../../shared/format/time';
import classes from './OfferCard.module.css';
import type { Offer } from './offers';
import { Reasons } from './Reasons';

export function OfferCard({ offer }: { offer: Offer }) {
  const { t, i18n } = useTranslation('worker');
  const [why, setWhy] = useState(false);
  const money = (value: Money) => formatMoney(value, i18n.language);
  return (
    <Paper withBorder p="md" component="article" aria-labelledby={`offer-${offer.jobId}`}>
      <Stack gap="sm" h="100%">
        <Title order={2} size="h4" id={`offer-${offer.jobId}`}>
          {offer.title}
        </Title>
        {offer.description && <Text size="sm">{offer.description}</Text>}
        <Group gap="xl" align="flex-end">
          <div>
            <Text fz={26} fw={700} lh={1.1}>
              {money(offer.reward)}
            </Text>
            <Text size="sm" c="dimmed">
              {t('offers.perTask')}
            </Text>
          </div>
          {offer.expectedHourly && (
            <div>
              <Text fz={20} fw={650} lh={1.2}>
                {t('offers.perHour', { money: money(offer.expectedHourly) })}
              </Text>
              <Text size="sm" c="dimmed">
                {t(offer.measured ? 'offers.measured' : 'offers.estimated')}
              </Text>
            </div>
          )}
        </Group>
        <Facts offer={offer} />
        <Group mt="auto" grow preventGrowOverflow={false}>
          <Button component={Link} to={`/worker/jobs/${offer.jobId}`} size="md">
            {t('offers.start')}
          </Button>
          <Button variant="default" size="md" onClick={() => setWhy(!why)} aria-expanded={why}>
            {t('offers.why')}
          </Button>
        </Group>
        {why && <Reasons jobId={offer.jobId} />}
      </Stack>
    </Paper>
  );
}

/** What a worker should know before accepting. What nobody knows yet is said, not left out. */
function Facts({ offer }: { offer: Offer }) {
  const { t, i18n } = useTranslation('worker');
  const time = (seconds: number) => formatSeconds(seconds, i18n.language);
  const share = (value: number | undefined) =>
    value === undefined || value === null ? t('offers.notYet') : formatShare(value, i18n.language);
  const number = (value: number) => new Intl.NumberFormat(i18n.language).format(value);
  const screened = ({ begun = 0, screenedOutRate: rate }: NonNullable<Offer['screening']>) =>
    rate === undefined
      ? t('offers.screenedUnknown')
      : t('offers.screenedShare', { share: formatShare(rate, i18n.language), begun: number(begun) });
  return (
    <dl className={classes.facts}>
      <Fact name={t('offers.time')}>
        {offer.measured && offer.medianActiveSeconds !== undefined
          ? t('offers.timeMeasured', {
              median: time(offer.medianActiveSeconds),
              from: time(offer.p25 ?? offer.medianActiveSeconds),
              to: time(offer.p75 ?? offer.medianActiveSeconds),
            })
          : t('offers.timeEstimated', { time: time(offer.timeEstimateSeconds ?? 0) })}
      </Fact>
      <Fact name={t('offers.limit')}>{time(offer.timeLimitSeconds ?? 0)}</Fact>
      {offer.floor?.perHour && (
        <Fact name={t('offers.floor', { place: placeName(offer.floor.place ?? '', i18n.language) })}>
          {t('offers.perHour', { money: formatMoney(offer.floor.perHour, i18n.language) })}
        </Fact>
      )}
      <Fact name={t('offers.rejects')}>{share(offer.rejectionRate)}</Fact>
      <Fact name={t('offers.overturned')}>{share(offer.overturnedRate)}</Fact>
      <Fact name={t('offers.payment')}>
        {offer.averageReviewSeconds === undefined || offer.averageReviewSeconds === null
          ? t('offers.paymentAtMost', { time: time(offer.reviewSeconds ?? 0) })
          : t('offers.paymentUsually', {
              usual: time(offer.averageReviewSeconds),
              longest: time(offer.reviewSeconds ?? 0),
            })}
      </Fact>
      {offer.screening && <Fact name={t('offers.screened')}>{screened(offer.screening)}</Fact>}
      <Fact name={t('offers.requester')}>
        <Link to={`/requesters?search=${offer.requesterId ?? ''}`}>{t('offers.record')}</Link>
      </Fact>
      <Fact name={t('offers.left')}>{number(offer.tasksLeft ?? 0)}</Fact>
    </dl>
  );
}

function placeName(place: string, language: string): string {
  return /^[A-Z]{2}$/.test(place) ? (new Intl.DisplayNames(language, { type: 'region' }).of(place) ?? place) : place;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
