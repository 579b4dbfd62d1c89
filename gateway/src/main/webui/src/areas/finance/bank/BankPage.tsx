import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatMoney } from '../../../shared/format/money';
import { formatDate, formatInstant } from '../../../shared/format/time';
import { DataTable } from '../../../shared/ui/DataTable';
import classes from '../../../shared/ui/data.module.css';
import { Icon } from '../../../shared/ui/icons';
import { More, Section, Waiting } from '../../../shared/ui/Page';
import { Empty, ProblemNotice } from '../../../shared/ui/states';
import { BankTabs } from './BankTabs';
import { type BankFile, useBankAccounts, useBankFiles, useGiveIn } from './bank';

export default function BankPage() {
  const { t } = useTranslation('bank');
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        {t('title')}
      </Title>
      <BankTabs />
      <GiveIn />
      <Accounts />
      <Files />
    </Stack>
  );
}

function GiveIn() {
  const { t } = useTranslation('bank');
  const picker = useRef<HTMLInputElement>(null);
  const given = useGiveIn();
  return (
    <Paper withBorder p="md" component="section" aria-label={t('give.title')}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('give.title')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('give.text')}
        </Text>
        <Group>
          <input
            ref={picker}
            type="file"
            accept=".xml,application/xml,text/xml"
            hidden
            aria-label={t('give.button')}
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file) given.mutate(file);
              // The same file may be chosen again, once its cause of refusal is mended.
              event.currentTarget.value = '';
            }}
          />
          <Button size="md" loading={given.isPending} onClick={() => picker.current?.click()}>
            {t('give.button')}
          </Button>
        </Group>
        {given.error && <ProblemNotice failure={given.error} />}
        {given.data && (
          <Alert color="green" variant="outline" icon={<Icon name="check" />} title={t('give.taken')} role="status">
            <Outcome file={given.data} />
          </Alert>
        )}
      </Stack>
    </Paper>
  );
}

/** What was in a file: what found its place, and what did not. */
function Outcome({ file }: { file: BankFile }) {
  const { t, i18n } = useTranslation('bank');
  return (
    <Stack gap={4}>
      {file.matched.map((tally) => (
        <Text size="sm" key={tally.what}>
          {t(`matched.${tally.what}`, { count: tally.count ?? 0, defaultValue: tally.what ?? '' })}
          {tally.amount && ` · ${formatMoney(tally.amount, i18n.language)}`}
        </Text>
      ))}
      {file.matched.length === 0 && <Text size="sm">{t('files.nothingMatched')}</Text>}
      {file.openCount > 0 && (
        <Text size="sm" className={classes.warn}>
          <Link to="/finance/bank/suspense">{t('files.open', { count: file.openCount })}</Link>
        </Text>
      )}
      {file.open.slice(0, 5).map((open) => (
        <Text size="sm" key={`${open.reference} ${open.why}`}>
          <span className={classes.code}>{open.reference}</span>{' '}
          {t(`why.${open.why}`, { defaultValue: open.why ?? '' })}
          {open.amount && ` · ${formatMoney(open.amount, i18n.language)}`}
        </Text>
      ))}
    </Stack>
  );
}

function Accounts() {
  const { t, i18n } = useTranslation('bank');
  const accounts = useBankAccounts();
  return (
    <Section title={t('accounts.title')}>
      <Waiting query={accounts} />
      {accounts.data?.items?.length === 0 && <Text>{t('accounts.none')}</Text>}
      {accounts.data?.items && accounts.data.items.length > 0 && (
        <DataTable
          caption={t('accounts.caption')}
          rows={accounts.data.items}
          rowKey={(account) => account.id ?? ''}
          columns={[
            { title: 'IBAN', cell: (account) => <span className={classes.key}>{account.iban}</span> },
            {
              title: t('accounts.closing'),
              number: true,
              cell: (account) => account.closing && formatMoney(account.closing, i18n.language),
            },
            {
              title: t('accounts.on'),
              cell: (account) => account.closingOn && formatDate(account.closingOn, i18n.language),
            },
            { title: t('accounts.number'), number: true, cell: (account) => account.lastNumber ?? '–' },
          ]}
        />
      )}
    </Section>
  );
}

function Files() {
  const { t, i18n } = useTranslation('bank');
  const files = useBankFiles();
  return (
    <Section title={t('files.title')}>
      <Waiting query={files} />
      {files.data?.length === 0 && <Empty title={t('files.none')} text={t('files.noneText')} />}
      {files.data && files.data.length > 0 && (
        <DataTable
          caption={t('files.caption')}
          rows={files.data}
          rowKey={(file) => file.sha256}
          columns={[
            { title: t('files.received'), cell: (file) => formatInstant(file.receivedAt, i18n.language) },
            { title: t('files.kind'), cell: (file) => t(`kind.${file.kind.slice(0, 8)}`, { defaultValue: file.kind }) },
            { title: t('files.message'), cell: (file) => <span className={classes.code}>{file.messageId}</span> },
            { title: t('files.outcome'), cell: (file) => <Outcome file={file} /> },
          ]}
        />
      )}
      <More query={files} />
    </Section>
  );
}
