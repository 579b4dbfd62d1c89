import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../ui/DataTable';
import classes from '../ui/data.module.css';
import { Facts } from '../ui/Facts';

type Row = Record<string, unknown>;

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** {@return a value in one line} */
export function inWords(value: unknown, language: string): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') {
    return new Intl.NumberFormat(language, { maximumSignificantDigits: 4 }).format(value);
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What a system has seen: its numbers as facts, its lists as tables, under the names that the system gives them. */
export function Evidence({ evidence }: { evidence: Row }) {
  const { t, i18n } = useTranslation('oversight');
  const entries = Object.entries(evidence);
  const lists = entries.filter((entry): entry is [string, Row[]] => Array.isArray(entry[1]) && entry[1].every(isRow));
  const others = entries.filter(([name]) => !lists.some(([list]) => list === name));
  if (entries.length === 0) return t('cases.noEvidence');
  return (
    <Stack lang="en">
      <Facts facts={others.map(([name, value]) => [name, inWords(value, i18n.language)] as const)} />
      {lists.map(([name, rows]) => (
        <DataTable
          key={name}
          caption={`${name} (${rows.length})`}
          rows={rows.map((row, place) => ({ row, place }))}
          rowKey={({ place }) => String(place)}
          columns={columnsOf(rows, i18n.language)}
        />
      ))}
    </Stack>
  );
}

function columnsOf(rows: readonly Row[], language: string): Column<{ row: Row; place: number }>[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.map((name) => ({
    title: name,
    cell: ({ row }) =>
      isRow(row[name]) || Array.isArray(row[name]) ? (
        <span className={classes.code}>{inWords(row[name], language)}</span>
      ) : (
        inWords(row[name], language)
      ),
  }));
}
