import { Anchor, Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatInstant, formatSeconds } from '../../shared/format/time';
import { AuditReport } from '../../shared/ui/AuditReport';
import classes from '../../shared/ui/data.module.css';
import { Facts } from '../../shared/ui/Facts';
import { Icon } from '../../shared/ui/icons';
import { Section, Waiting } from '../../shared/ui/Page';
import { type Part, type Signal, useHealth, useWaiting } from './health';

/** Above these something is stuck; below, it is on its way. */
const worrying: Record<string, number> = {
  'outbox-oldest-seconds': 30,
  'outbox-refused': 0,
  'dead-letters': 0,
  'answers-parked': 0,
  'books-violated': 0,
  'consumer-lag': 10_000,
};

/** The market at a glance: what waits for people, whether its parts answer, how far they lag, whether the books are right. */
export function HealthPage() {
  const { t, i18n } = useTranslation('oversight');
  const health = useHealth();
  return (
    <Stack gap="xl">
      <Title order={1} size="h2">
        {t('health.title')}
      </Title>
      <ForPeople />
      <Section title={t('health.parts')}>
        <Waiting query={health} />
        <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }}>
          {(health.data?.parts as Part[] | undefined)?.map((part) => (
            <PartCard key={part.name} part={part} />
          ))}
        </SimpleGrid>
        {health.data?.readAt && (
          <Text size="sm" c="dimmed">
            {t('health.readAt', { when: formatInstant(health.data.readAt, i18n.language) })}
          </Text>
        )}
      </Section>
      <AuditReport />
      <Anchor href="/status" underline="always">
        {t('health.status')}
      </Anchor>
    </Stack>
  );
}

function ForPeople() {
  const { t } = useTranslation('oversight');
  const waiting = useWaiting();
  const way = (to: string, name: 'cases' | 'locks' | 'times') => {
    const found = waiting.data?.[name];
    return (
      <Button key={to} component={Link} to={to} variant="default" size="md">
        {t(`health.${name}`, { count: found?.count ?? 0 })}
        {found?.more ? '+' : ''}
      </Button>
    );
  };
  return (
    <Section title={t('health.people')}>
      <Waiting query={waiting} />
      {waiting.data && (
        <Group>
          {way('/operator/cases', 'cases')}
          {way('/operator/locks', 'locks')}
          {way('/operator/times', 'times')}
        </Group>
      )}
    </Section>
  );
}

function PartCard({ part }: { part: Part }) {
  const { t, i18n } = useTranslation('oversight');
  const shown = (signal: Signal) =>
    signal.name.endsWith('seconds')
      ? formatSeconds(signal.value, i18n.language)
      : new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 }).format(signal.value);
  const tone = (signal: Signal) =>
    signal.value > (worrying[signal.name] ?? Number.POSITIVE_INFINITY) ? classes.bad : '';
  return (
    <Paper withBorder p="md" component="section" aria-label={part.name}>
      <Group justify="space-between" mb="xs">
        <Title order={3} size="h5">
          {part.name}
        </Title>
        <span className={`${classes.sign} ${part.ready ? classes.good : classes.bad}`}>
          <Icon name={part.ready ? 'check' : 'alert'} size={18} />
          {part.ready ? t('health.ready') : t('health.down')}
        </span>
      </Group>
      <Facts
        facts={(part.signals as Signal[]).map((signal) => [
          t(`signal.${signal.name}`),
          <span key={signal.name} className={tone(signal)}>
            {shown(signal)}
          </span>,
        ])}
      />
    </Paper>
  );
}
