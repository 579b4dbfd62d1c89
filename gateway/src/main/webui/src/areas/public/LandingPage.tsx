import { Anchor, Button, Group, List, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { areasOf } from '../../app/areas';
import { loginUrl } from '../../app/login-url';
import { useSession } from '../../app/session';
import { api, unwrap } from '../../shared/api/client';
import { formatMoney, type Money } from '../../shared/format/money';
import { CountrySelect } from '../../shared/ui/CountrySelect';
import { LiveNumbers } from './LiveNumbers';

const promises = ['floor', 'reasons', 'appeal', 'silence', 'time', 'ledger'] as const;

export default function LandingPage() {
  const { t } = useTranslation('public');
  const { who } = useSession();
  const area = areasOf(who?.roles ?? [])[0];
  return (
    <Stack gap="xl">
      <Stack gap="md" maw={720} pt="md">
        <Title order={1}>{t('headline')}</Title>
        <Text size="lg">{t('lead')}</Text>
        <Group>
          {area ? (
            <Button component={Link} to={area.base} size="md">
              {t('goOn')}
            </Button>
          ) : (
            <>
              <Button component={Link} to="/join" size="md">
                {t('joinButton')}
              </Button>
              <Button component="a" href={loginUrl('/')} variant="default" size="md">
                {t('signInButton')}
              </Button>
            </>
          )}
        </Group>
      </Stack>
      <section>
        <Title order={2} size="h3" mb="md">
          {t('promisesTitle')}
        </Title>
        <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }}>
          {promises.map((name) => (
            <Paper key={name} withBorder p="md">
              <Title order={3} size="h5" mb={4}>
                {t(`promise.${name}.title`)}
              </Title>
              <Text size="sm">{t(`promise.${name}.text`)}</Text>
            </Paper>
          ))}
        </SimpleGrid>
      </section>
      <LiveNumbers />
      <FloorLookup />
      <section>
        <Title order={2} size="h3" mb="xs">
          {t('forRequesters.title')}
        </Title>
        <Text maw={720}>{t('forRequesters.text')}</Text>
        <List mt="xs">
          <List.Item>
            <Anchor href="/docs" underline="always">
              {t('links.api')}
            </Anchor>
          </List.Item>
          <List.Item>
            <Anchor href="/status" underline="always">
              {t('links.status')}
            </Anchor>
          </List.Item>
        </List>
      </section>
    </Stack>
  );
}

/** The one number that everybody may ask for: what an hour must at least pay, and where that comes from. */
function FloorLookup() {
  const { t, i18n } = useTranslation('public');
  const [country, setCountry] = useState('ES');
  const floor = useQuery({
    queryKey: ['wage-floor', country],
    queryFn: () => unwrap(api.GET('/v1/wage-floors', { params: { query: { place: country, currency: 'EUR' } } })),
  });
  return (
    <section>
      <Title order={2} size="h3" mb="xs">
        {t('floor.title')}
      </Title>
      <Paper withBorder p="md" maw={560}>
        <CountrySelect label={t('floor.country')} value={country} onChange={setCountry} />
        <div aria-live="polite">
          {floor.data?.perHour && (
            <>
              <Text fz={32} fw={700} mt="sm">
                {t('floor.perHour', { money: formatMoney(floor.data.perHour as Money, i18n.language) })}
              </Text>
              <Text size="sm" c="dimmed" lang="en">
                {floor.data.source}
              </Text>
            </>
          )}
          {floor.isError && <Text mt="sm">{t('floor.unknown')}</Text>}
        </div>
      </Paper>
    </section>
  );
}
