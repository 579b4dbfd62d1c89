import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import { ProblemNotice } from '../../../shared/ui/states';
import { collect } from './own-data';

/** Everything that the marketplace tells about the worker, in one file of their own. */
export function OwnData() {
  const { t } = useTranslation('pay');
  const save = useMutation({
    mutationFn: async () => {
      const orNull = <T,>(call: Promise<T>) => call.catch(() => null);
      const [profile, record, time, earnings, payoutMethod, notices, decisions, assignments] = await Promise.all([
        unwrap(api.GET('/v1/me')),
        unwrap(api.GET('/v1/me/record')),
        unwrap(api.GET('/v1/me/time')),
        unwrap(api.GET('/v1/earnings')),
        orNull(unwrap(api.GET('/v1/me/payout-method'))),
        collect((cursor) => unwrap(api.GET('/v1/me/notices', { params: { query: { limit: 100, ...cursor } } }))),
        collect((cursor) => unwrap(api.GET('/v1/decisions', { params: { query: { ...cursor } } }))),
        collect((cursor) => unwrap(api.GET('/v1/assignments', { params: { query: { limit: 200, ...cursor } } }))),
      ]);
      const whole = {
        madeAt: new Date().toISOString(),
        profile,
        record,
        time,
        earnings,
        payoutMethod,
        notices,
        decisions,
        assignments,
      };
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([JSON.stringify(whole, null, 2)], { type: 'application/json' }));
      link.download = `groundwork-${whole.madeAt.slice(0, 10)}.json`;
      link.click();
      URL.revokeObjectURL(link.href);
    },
  });
  return (
    <Stack maw={480} gap="xs">
      <Title order={2} size="h3">
        {t('data.title')}
      </Title>
      <Text size="sm">{t('data.text')}</Text>
      {save.error && <ProblemNotice failure={save.error} />}
      <Group>
        <Button variant="default" size="md" onClick={() => save.mutate()} loading={save.isPending}>
          {t('data.button')}
        </Button>
      </Group>
    </Stack>
  );
}
