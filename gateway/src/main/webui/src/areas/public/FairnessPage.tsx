import { Anchor, List, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSession } from '../../app/session';
import { api, unwrap } from '../../shared/api/client';
import { FairnessNumbers, type Report } from '../../shared/fairness/FairnessNumbers';
import { useFairness } from '../../shared/fairness/useFairness';
import { formatShare } from '../../shared/format/time';
import { Facts } from '../../shared/ui/Facts';
import { Section, Waiting } from '../../shared/ui/Page';

/** The numbers that everybody may read, how they are made, and what decides here without a person. */
export default function FairnessPage() {
  const { t } = useTranslation('public');
  const { who } = useSession();
  const report = useFairness();
  return (
    <Stack gap="xl">
      <Stack>
        <Title order={1} size="h2">
          {t('fairness.title')}
        </Title>
        <Text maw={720}>{t('fairness.text')}</Text>
        <Waiting query={report} />
        {report.data && <FairnessNumbers report={report.data} />}
        <Anchor component={Link} to="/requesters" underline="always">
          {t('requesters.link')}
        </Anchor>
      </Stack>
      {who?.requesterId && <OwnRecord requesterId={who.requesterId} />}
      <Section title={t('fairness.how')}>
        <List>
          {(['paid', 'all', 'floor', 'gap', 'small'] as const).map((rule) => (
            <List.Item key={rule}>{t(`fairness.rule.${rule}`)}</List.Item>
          ))}
        </List>
      </Section>
      <Register />
    </Stack>
  );
}

/** How the requester who is looking decides, and what their own jobs pay. */
function OwnRecord({ requesterId }: { requesterId: string }) {
  const { t, i18n } = useTranslation('public');
  const record = useQuery({
    queryKey: ['requester-record', requesterId],
    queryFn: () => unwrap(api.GET('/v1/requesters/{requesterId}/record', { params: { path: { requesterId } } })),
  });
  const own = useQuery({
    queryKey: ['fairness', 'own'],
    queryFn: async () => (await unwrap(api.GET('/v1/fairness/own'))) as Report,
  });
  const share = (value: number | undefined) =>
    value === undefined || value === null ? t('record.tooFew') : formatShare(value, i18n.language);
  return (
    <Section title={t('record.title')}>
      <Text maw={720}>{t('record.text')}</Text>
      <Waiting query={record} />
      {record.data && (
        <Facts
          facts={[
            [t('record.approved'), String(record.data.approved ?? 0)],
            [t('record.rejected'), String(record.data.rejected ?? 0)],
            [t('record.unpaid'), String(record.data.unpaid ?? 0)],
            [t('record.open'), String(record.data.rejectionsOpen ?? 0)],
            [t('record.appealed'), String(record.data.appealed ?? 0)],
            [t('record.overturned'), String(record.data.overturned ?? 0)],
            [t('record.rejectionRate'), share(record.data.rejectionRate)],
            [t('record.overturnRate'), share(record.data.overturnRate)],
          ]}
        />
      )}
      <Waiting query={own} />
      {own.data && <FairnessNumbers report={own.data} whose={t('record.title')} />}
    </Section>
  );
}

/** Everything that decides or prepares decisions without a person at the moment. */
function Register() {
  const { t } = useTranslation('public');
  const systems = useQuery({ queryKey: ['systems'], queryFn: () => unwrap(api.GET('/v1/systems')) });
  return (
    <Section title={t('systems.title')}>
      <Text maw={720}>{t('systems.text')}</Text>
      <Waiting query={systems} />
      {systems.data?.items && (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
          {systems.data.items.map((system) => (
            <Paper key={system.id} withBorder p="md">
              <Title order={3} size="h5" mb="xs" lang="en">
                {system.name}
              </Title>
              <Facts
                long
                facts={[
                  [t('systems.purpose'), inEnglish(system.purpose)],
                  [t('systems.data'), inEnglish(system.data?.join('; '))],
                  [t('systems.effect'), inEnglish(system.effect)],
                  [t('systems.remedy'), inEnglish(system.remedy)],
                ]}
              />
            </Paper>
          ))}
        </SimpleGrid>
      )}
      <Anchor href="/v1/wage-floors/changes" underline="always">
        {t('systems.floors')}
      </Anchor>
    </Section>
  );
}

/** The register is kept in one language. */
function inEnglish(words: string | undefined) {
  return words && <span lang="en">{words}</span>;
}
