import { NativeSelect, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../api/client';
import type { Given } from '../api/given';
import { usePages } from '../api/pages';
import type { components } from '../api/schema';
import { formatInstant, formatSeconds } from '../format/time';
import { Bars } from '../ui/Bars';
import { Facts } from '../ui/Facts';
import { More, Waiting } from '../ui/Page';
import { Empty } from '../ui/states';
import { ReasonForm } from './ReasonForm';

type Dispute = Given<
  components['schemas']['TimeDisputeView'],
  'id' | 'measuredSeconds' | 'claimedSeconds' | 'wallSeconds' | 'reason' | 'dueAt' | 'state'
>;
type State = Dispute['state'];

const key = ['oversight', 'time-disputes'] as const;
const states: readonly State[] = ['OPEN', 'ACCEPTED', 'DECLINED'];

/** Workers' word against measured times; without a decision their word counts. */
export default function TimeDisputesPage() {
  const { t } = useTranslation('oversight');
  const [state, setState] = useState<State>('OPEN');
  const disputes = usePages<Dispute>([...key, state], (cursor) =>
    unwrap(
      api.GET('/v1/time-disputes', {
        params: { query: { state, limit: 25, ...cursor } },
      }),
    ),
  );
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('times.title')}
      </Title>
      <Text>{t('times.text')}</Text>
      <NativeSelect
        label={t('show')}
        size="md"
        maw={300}
        value={state}
        onChange={(event) => setState(event.currentTarget.value as State)}
        data={states.map((value) => ({ value, label: t(`timesState.${value}`) }))}
      />
      <Waiting query={disputes} />
      {disputes.data?.length === 0 && <Empty title={t('times.none')} />}
      {disputes.data?.map((dispute) => (
        <DisputeCard key={dispute.id} dispute={dispute} />
      ))}
      <More query={disputes} />
    </Stack>
  );
}

function DisputeCard({ dispute }: { dispute: Dispute }) {
  const { t, i18n } = useTranslation('oversight');
  const queries = useQueryClient();
  const decide = useMutation({
    mutationFn: ({ accept, note }: { accept: boolean; note: string }) => {
      const call = { params: { path: { id: dispute.id } }, body: { note } };
      return accept
        ? unwrap(api.POST('/v1/time-disputes/{id}/accept', call))
        : unwrap(api.POST('/v1/time-disputes/{id}/decline', call));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
  const seconds = (value: number) => formatSeconds(value, i18n.language);
  const most = Math.max(1, dispute.wallSeconds, dispute.claimedSeconds);
  const bar = (label: string, value: number) => ({ label, text: seconds(value), share: value / most });
  return (
    <Paper withBorder p="md" component="article" aria-label={dispute.reason}>
      <Stack gap="sm">
        <Text fw={600}>{dispute.reason}</Text>
        <Bars
          title={t('times.compared')}
          bars={[
            bar(t('times.measured'), dispute.measuredSeconds),
            bar(t('times.claimed'), dispute.claimedSeconds),
            bar(t('times.wall'), dispute.wallSeconds),
          ]}
        />
        <Facts
          facts={[
            [t('times.basis'), dispute.timeBasis && t(`basis.${dispute.timeBasis}`)],
            [t('times.due'), dispute.state === 'OPEN' && formatInstant(dispute.dueAt, i18n.language)],
            [t('times.credited'), dispute.creditedSeconds !== undefined && seconds(dispute.creditedSeconds)],
            [t('note'), dispute.note],
          ]}
        />
        {dispute.state === 'OPEN' && (
          <ReasonForm
            label={dispute.reason}
            description={t('times.read')}
            most={2000}
            busy={decide.isPending}
            failure={decide.error}
            choices={[
              { name: 'accept', title: t('times.accept') },
              { name: 'decline', title: t('times.decline') },
            ]}
            onChoose={(name, note) => decide.mutate({ accept: name === 'accept', note })}
          />
        )}
      </Stack>
    </Paper>
  );
}
