import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../shared/api/client';
import type { Given } from '../../../shared/api/given';
import type { components } from '../../../shared/api/schema';
import { formatMonth, monthsUntil } from '../../../shared/format/months';
import { formatInstant } from '../../../shared/format/time';
import { DataTable } from '../../../shared/ui/DataTable';
import classes from '../../../shared/ui/data.module.css';
import { Section, Waiting } from '../../../shared/ui/Page';
import { ProblemNotice } from '../../../shared/ui/states';
import { ProposeButton } from '../bank/ProposeButton';
import { financeKey, useDesk } from '../payouts';
import { BookTabs } from './BookTabs';

type Month = Given<components['schemas']['LedgerMonth'], 'month' | 'state' | 'actions'>;
type GlAccount = Given<components['schemas']['GlAccount'], 'owner' | 'purpose' | 'code' | 'costCentre'>;

const monthsKey = [...financeKey, 'months'] as const;
const namesKey = [...financeKey, 'gl-accounts'] as const;

export default function MonthsPage() {
  const { t } = useTranslation('books');
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        {t('months.title')}
      </Title>
      <BookTabs />
      <Close />
      <ClosedMonths />
      <Export />
      <Names />
    </Stack>
  );
}

function Close() {
  const { t, i18n } = useTranslation('books');
  const { checker } = useDesk();
  const queries = useQueryClient();
  // The running month cannot be closed yet.
  const months = monthsUntil(new Date(), 13).slice(1);
  const [month, setMonth] = useState(months[0] ?? '');
  const close = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/months/{month}/close', { params: { path: { month } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: monthsKey }),
  });
  if (!checker) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    close.mutate();
  };
  return (
    <Stack gap="sm" component="form" onSubmit={submit} aria-label={t('months.close')}>
      <Text>{t('months.text')}</Text>
      <Group align="flex-end">
        <NativeSelect
          label={t('months.month')}
          size="md"
          value={month}
          onChange={(event) => setMonth(event.currentTarget.value)}
          data={months.map((value) => ({ value, label: formatMonth(value, i18n.language) }))}
        />
        <Button type="submit" size="md" loading={close.isPending}>
          {t('months.close')}
        </Button>
        {close.isSuccess && <Text role="status">{t('months.closed')}</Text>}
      </Group>
      {close.error && <ProblemNotice failure={close.error} />}
    </Stack>
  );
}

function ClosedMonths() {
  const { t, i18n } = useTranslation('books');
  const { id } = useDesk();
  const months = useQuery({ queryKey: monthsKey, queryFn: () => unwrap(api.GET('/v1/months')) });
  const rows = (months.data?.items ?? []) as Month[];
  const person = (actor: string | undefined) => (actor === id ? t('months.you') : actor?.slice(-12));
  return (
    <Section title={t('months.list')}>
      <Waiting query={months} />
      {months.data && rows.length === 0 && <Text>{t('months.none')}</Text>}
      {rows.length > 0 && (
        <DataTable
          caption={t('months.caption')}
          rows={rows}
          rowKey={(month) => month.month}
          columns={[
            { title: t('months.month'), cell: (month) => formatMonth(month.month, i18n.language) },
            { title: t('months.state'), cell: (month) => t(`monthState.${month.state}`) },
            {
              title: t('months.trail'),
              cell: (month) =>
                month.actions.map((action) => (
                  <div key={`${action.actedAt} ${action.action}`}>
                    {t(`monthAction.${action.action}`)} ·{' '}
                    {action.actedAt && formatInstant(action.actedAt, i18n.language)} ·{' '}
                    <span className={classes.code}>{person(action.actor)}</span>
                    {action.reason && ` · ${action.reason}`}
                  </div>
                )),
            },
            {
              title: t('months.reopen'),
              cell: (month) =>
                month.state === 'CLOSED' && (
                  <ProposeButton
                    kinds={['REOPEN_MONTH']}
                    subject={month.month}
                    what={formatMonth(month.month, i18n.language)}
                  />
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}

function Export() {
  const { t, i18n } = useTranslation('books');
  const months = monthsUntil(new Date(), 24);
  const [month, setMonth] = useState(months[0] ?? '');
  return (
    <Section title={t('export.title')}>
      <Text>{t('export.text')}</Text>
      <Group align="flex-end">
        <NativeSelect
          label={t('export.month')}
          size="md"
          value={month}
          onChange={(event) => setMonth(event.currentTarget.value)}
          data={months.map((value) => ({ value, label: formatMonth(value, i18n.language) }))}
        />
        <Button component="a" href={`/v1/gl-export?month=${month}`} download variant="default" size="md">
          {t('export.button')}
        </Button>
      </Group>
    </Section>
  );
}

function Names() {
  const { t } = useTranslation('books');
  const { checker } = useDesk();
  const names = useQuery({ queryKey: namesKey, queryFn: () => unwrap(api.GET('/v1/gl-accounts')) });
  const rows = (names.data?.items ?? []) as GlAccount[];
  const columns = [
    {
      title: t('names.ours'),
      cell: (account: GlAccount) => (
        <span className={classes.code}>
          {account.owner}:{account.purpose}
        </span>
      ),
    },
    { title: t('names.code'), cell: (account: GlAccount) => account.code },
    { title: t('names.costCentre'), cell: (account: GlAccount) => account.costCentre },
  ];
  return (
    <Section title={t('names.title')}>
      <Waiting query={names} />
      {rows.length > 0 && (
        <DataTable
          caption={t('names.caption')}
          rows={rows}
          rowKey={(account) => `${account.owner} ${account.purpose}`}
          columns={columns}
        />
      )}
      {checker && rows.length > 0 && <NameForm accounts={rows} />}
    </Section>
  );
}

function NameForm({ accounts }: { accounts: readonly GlAccount[] }) {
  const { t } = useTranslation('books');
  const queries = useQueryClient();
  const [chosen, setChosen] = useState(0);
  const account = accounts[chosen] as GlAccount;
  const [code, setCode] = useState('');
  const [costCentre, setCostCentre] = useState('');
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/v1/gl-accounts/{owner}/{purpose}', {
          params: { path: { owner: account.owner, purpose: account.purpose } },
          body: { code, costCentre },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: namesKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Stack gap="sm" component="form" onSubmit={submit} aria-label={t('names.change')}>
      <Group align="flex-end">
        <NativeSelect
          label={t('names.ours')}
          size="md"
          value={String(chosen)}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
          data={accounts.map((one, index) => ({ value: String(index), label: `${one.owner}:${one.purpose}` }))}
        />
        <TextInput
          label={t('names.code')}
          size="md"
          required
          maxLength={20}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <TextInput
          label={t('names.costCentre')}
          size="md"
          maxLength={20}
          value={costCentre}
          onChange={(event) => setCostCentre(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" size="md" loading={save.isPending} disabled={!code.trim()}>
          {t('names.change')}
        </Button>
        {save.isSuccess && <Text role="status">{t('common:saved')}</Text>}
      </Group>
      {save.error && <ProblemNotice failure={save.error} />}
    </Stack>
  );
}
