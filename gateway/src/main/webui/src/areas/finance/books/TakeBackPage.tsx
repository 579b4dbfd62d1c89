import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import { formatMoney, isZero, type Money } from '../../../shared/format/money';
import { Dialog } from '../../../shared/ui/Dialog';
import { Facts } from '../../../shared/ui/Facts';
import { Id } from '../../../shared/ui/Id';
import { CodeWords, Empty, ProblemNotice } from '../../../shared/ui/states';
import { forget, useDesk } from '../payouts';
import { BookTabs } from './BookTabs';

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface TakenBack {
  assignmentId: string;
  reversed: Money;
  /** What the worker did not have any more. */
  owed: Money;
}

/** Pay for an answer that should not have been paid goes back to the job or its requester. */
export default function TakeBackPage() {
  const { t } = useTranslation('books');
  const { checker } = useDesk();
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        {t('takeBack.title')}
      </Title>
      <BookTabs />
      <Text maw={720}>{t('takeBack.text')}</Text>
      {checker ? <TakeBackForm /> : <Empty title={t('takeBack.forCheckers')} />}
    </Stack>
  );
}

function TakeBackForm() {
  const { t } = useTranslation('books');
  const queries = useQueryClient();
  const [assignment, setAssignment] = useState('');
  const [reason, setReason] = useState('');
  const [sure, setSure] = useState(false);
  const assignmentId = assignment.trim().toLowerCase();
  const known = id.test(assignmentId);
  const take = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/approvals/{assignmentId}/reversal', {
          params: { path: { assignmentId } },
          body: { reason: reason.trim() },
        }),
      ) as Promise<unknown> as Promise<TakenBack>,
    onSuccess: () => {
      setAssignment('');
      setReason('');
      return forget(queries);
    },
    onSettled: () => setSure(false),
  });
  const problem = take.error instanceof Problem ? take.error : null;
  const notFound = problem?.code === 'approval-not-found' ? <CodeWords code={problem.code} /> : undefined;
  const wrongReason = problem?.fault('/reason');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSure(true);
  };
  return (
    <Stack component="form" onSubmit={submit} gap="sm" maw={560} aria-label={t('takeBack.title')}>
      <TextInput
        label={t('takeBack.assignment')}
        description={t('takeBack.assignmentNote')}
        size="md"
        required
        spellCheck={false}
        disabled={take.isPending}
        value={assignment}
        error={notFound ?? (assignmentId && !known ? t('statements.noId') : undefined)}
        onChange={(event) => {
          setAssignment(event.currentTarget.value);
          take.reset();
        }}
      />
      <TextInput
        label={t('takeBack.reason')}
        description={t('takeBack.reasonNote')}
        size="md"
        required
        maxLength={500}
        disabled={take.isPending}
        value={reason}
        error={wrongReason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          if (take.isError) take.reset();
        }}
      />
      {take.error && !notFound && !wrongReason && <ProblemNotice failure={take.error} />}
      <Group>
        <Button type="submit" size="md" disabled={!known || !reason.trim()}>
          {t('takeBack.button')}
        </Button>
      </Group>
      <div role="status">{take.data && <Done taken={take.data} />}</div>
      {/* What became of it is shown on this page and nowhere else. */}
      <Dialog opened={sure} onClose={() => !take.isPending && setSure(false)} title={t('takeBack.sure')}>
        <Stack>
          <Text>{t('takeBack.sureText')}</Text>
          <Id value={assignmentId} />
          <Group>
            <Button color="red.9" size="md" loading={take.isPending} onClick={() => take.mutate()}>
              {t('takeBack.button')}
            </Button>
            <Button variant="default" size="md" disabled={take.isPending} onClick={() => setSure(false)}>
              {t('takeBack.leave')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </Stack>
  );
}

function Done({ taken }: { taken: TakenBack }) {
  const { t, i18n } = useTranslation('books');
  return (
    <Stack gap="xs">
      <Text fw={600}>{t('takeBack.done')}</Text>
      <Facts
        facts={[
          [t('takeBack.assignment'), <Id key="id" value={taken.assignmentId} />],
          [t('takeBack.reversed'), formatMoney(taken.reversed, i18n.language)],
          [t('takeBack.owed'), !isZero(taken.owed) && formatMoney(taken.owed, i18n.language)],
        ]}
      />
    </Stack>
  );
}
