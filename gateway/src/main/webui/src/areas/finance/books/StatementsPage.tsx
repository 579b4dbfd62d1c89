import { NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { formatMonth, monthsUntil } from '../../../shared/format/months';
import { Downloads } from '../../../shared/ui/Downloads';
import { Section } from '../../../shared/ui/Page';
import { BookTabs } from './BookTabs';

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The documents of workers and requesters, as they get them themselves. */
export default function StatementsPage() {
  const { t } = useTranslation('books');
  const [search] = useSearchParams();
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        {t('statements.title')}
      </Title>
      <BookTabs />
      <Text maw={720}>{t('statements.text')}</Text>
      <Documents
        title={t('statements.worker')}
        label={t('statements.workerId')}
        start={search.get('worker') ?? ''}
        url={(whose, month) => `/v1/statements/workers/${whose}/${month}`}
        name="statement"
      />
      <Documents
        title={t('statements.requester')}
        label={t('statements.requesterId')}
        start={search.get('requester') ?? ''}
        url={(whose, month) => `/v1/invoices/requesters/${whose}/${month}`}
        name="invoice"
      />
    </Stack>
  );
}

interface Props {
  title: string;
  label: string;
  start: string;
  url: (whose: string, month: string) => string;
  name: string;
}

function Documents({ title, label, start, url, name }: Props) {
  const { t, i18n } = useTranslation('books');
  const [whose, setWhose] = useState(start);
  // A document is made once its month is over.
  const months = monthsUntil(new Date(), 25).slice(1);
  const [month, setMonth] = useState(months[0] ?? '');
  const known = id.test(whose.trim());
  return (
    <Section title={title}>
      <TextInput
        label={label}
        description={t('statements.idNote')}
        size="md"
        maw={420}
        value={whose}
        spellCheck={false}
        error={whose.trim() && !known ? t('statements.noId') : undefined}
        onChange={(event) => setWhose(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('months.month')}
        size="md"
        maw={420}
        value={month}
        onChange={(event) => setMonth(event.currentTarget.value)}
        data={months.map((value) => ({ value, label: formatMonth(value, i18n.language) }))}
      />
      <Downloads
        key={`${whose} ${month}`}
        url={url(whose.trim().toLowerCase(), month)}
        name={`${name}-${month}-${whose.trim().toLowerCase()}`}
        disabled={!known}
      />
    </Section>
  );
}
