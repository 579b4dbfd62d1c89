import { Alert, Button, FileInput, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../../shared/ui/DataTable';
import classes from '../../../shared/ui/data.module.css';
import { Section } from '../../../shared/ui/Page';
import { ProblemNotice } from '../../../shared/ui/states';
import { type CellError, RatesRejected, type Table, useImport } from './wages';

const tables: readonly Table[] = ['LIVING', 'STATUTORY', 'FX'];

const columns: Record<Table, string> = {
  LIVING: 'place,currency,per_hour,effective_date,source,confidence,note,review_by',
  STATUTORY: 'place,currency,per_hour,effective_date,source,confidence,note,review_by',
  FX: 'currency,per_usd,effective_date,source',
};

/** A file of floors or exchange rates: all of its rows or none. */
export function RatesImport() {
  const { t } = useTranslation('wages');
  const [table, setTable] = useState<Table>('LIVING');
  const [file, setFile] = useState<File | null>(null);
  const [reason, setReason] = useState('');
  const take = useImport();
  const rejected = take.error instanceof RatesRejected ? take.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file) take.mutate({ table, file, reason: reason.trim() });
  };
  return (
    <Section title={t('import.title')}>
      <Stack component="form" onSubmit={submit} gap="sm" aria-label={t('import.title')}>
        <Text maw={720}>{t('import.text')}</Text>
        <Stack gap="sm" maw={720}>
          <NativeSelect
            label={t('import.table')}
            size="md"
            value={table}
            data={tables.map((value) => ({ value, label: t(`tables.${value}`) }))}
            onChange={(event) => {
              setTable(event.currentTarget.value as Table);
              take.reset();
            }}
          />
          <Text size="sm">
            {t('import.columns')}{' '}
            <code className={classes.code} style={{ overflowWrap: 'anywhere' }}>
              {columns[table]}
            </code>
          </Text>
          <FileInput
            label={t('import.file')}
            size="md"
            required
            clearable
            clearButtonProps={{ 'aria-label': t('import.clear') }}
            accept=".csv,text/csv"
            placeholder={t('import.choose')}
            value={file}
            onChange={(chosen) => {
              setFile(chosen);
              take.reset();
            }}
          />
          <TextInput
            label={t('reason')}
            description={t('reasonNote')}
            size="md"
            required
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Stack>
        <Group>
          <Button type="submit" size="md" loading={take.isPending} disabled={!file || !reason.trim()}>
            {t('import.button')}
          </Button>
          <Text size="sm" role="status">
            {take.data &&
              `${t('import.added', { count: take.data.added })} ${t('import.unchanged', { count: take.data.unchanged })}`}
          </Text>
        </Group>
        {rejected && <Wrong cells={rejected.cells} />}
        {take.error && !rejected && <ProblemNotice failure={take.error} />}
      </Stack>
    </Section>
  );
}

const mostCells = 100;

function Wrong({ cells }: { cells: readonly CellError[] }) {
  const { t, i18n } = useTranslation('wages');
  return (
    <Alert color="red" variant="outline" title={t('import.refusedTitle')} role="alert">
      <Text size="sm" mb="xs">
        {t('import.refused', { count: cells.length })}
      </Text>
      <DataTable
        caption={t('import.wrong')}
        rows={cells.slice(0, mostCells)}
        rowKey={({ row, column, code }) => `${row} ${column} ${code}`}
        columns={[
          { title: t('import.row'), cell: ({ row }) => (row === 0 ? t('import.header') : row) },
          { title: t('import.column'), cell: ({ column }) => column },
          {
            title: t('import.fault'),
            cell: ({ code, detail }) =>
              i18n.exists(`cell.${code}`, { ns: 'wages' }) ? t(`cell.${code}`) : <span lang="en">{detail}</span>,
          },
        ]}
      />
    </Alert>
  );
}
