import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../../shared/api/problem';
import { type NewScheme, type Scheme, useAddScheme, useEndScheme } from '../../../shared/benefits/benefits';
import { Schemes } from '../../../shared/benefits/Schemes';
import { decimal } from '../../../shared/format/decimal';
import { formatMonth } from '../../../shared/format/months';
import { Dialog } from '../../../shared/ui/Dialog';
import { Section } from '../../../shared/ui/Page';
import { CodeWords, ProblemNotice } from '../../../shared/ui/states';
import { PayTabs } from './PayTabs';

/** What is laid aside of workers' earnings for their benefits. */
export default function BenefitsPage() {
  const { t } = useTranslation('benefits');
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        {t('title')}
      </Title>
      <PayTabs />
      <Schemes actions={(scheme) => !scheme.lastMonth && <End scheme={scheme} />} />
      <SchemeForm />
    </Stack>
  );
}

/** {@return the months from that of an instant on, as the API names them} */
function monthsFrom(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, on) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + on, 1)).toISOString().slice(0, 7),
  );
}

/** How far ahead a month may be chosen. */
const monthsAhead = 24;

function End({ scheme }: { scheme: Scheme }) {
  const { t } = useTranslation('benefits');
  const [open, setOpen] = useState(false);
  return (
    <Group>
      <Button
        variant="default"
        size="md"
        aria-label={t('end.openNamed', { name: scheme.name })}
        onClick={() => setOpen(true)}
      >
        {t('end.open')}
      </Button>
      <Dialog opened={open} onClose={() => setOpen(false)} title={t('end.title', { name: scheme.name })}>
        <EndForm scheme={scheme} onDone={() => setOpen(false)} />
      </Dialog>
    </Group>
  );
}

function EndForm({ scheme, onDone }: { scheme: Scheme; onDone: () => void }) {
  const { t, i18n } = useTranslation('benefits');
  const months = monthsFrom(new Date(), monthsAhead).filter((month) => month >= scheme.firstMonth);
  const [lastMonth, setLastMonth] = useState(months[0] ?? scheme.firstMonth);
  const end = useEndScheme(scheme.code);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    end.mutate(lastMonth, { onSuccess: onDone });
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{t('end.text')}</Text>
      <NativeSelect
        label={t('lastMonth')}
        size="md"
        value={lastMonth}
        data={(months.length > 0 ? months : [scheme.firstMonth]).map((value) => ({
          value,
          label: formatMonth(value, i18n.language),
        }))}
        onChange={(event) => setLastMonth(event.currentTarget.value)}
      />
      {end.error && <ProblemNotice failure={end.error} />}
      <Group>
        <Button type="submit" size="md" color="red.9" loading={end.isPending}>
          {t('end.button')}
        </Button>
      </Group>
    </Stack>
  );
}

const blank = { code: '', name: '', currency: 'EUR', percent: '', reason: '' };
type Field = keyof typeof blank | 'firstMonth';

/** Refusals that are about one field each. */
const fieldOf: Record<string, Field> = {
  'benefit-scheme-exists': 'code',
  'unsupported-currency': 'currency',
  'benefit-scheme-begun': 'firstMonth',
  'invalid-month': 'firstMonth',
};

function SchemeForm() {
  const { t, i18n } = useTranslation('benefits');
  const months = monthsFrom(new Date(), monthsAhead);
  const [firstMonth, setFirstMonth] = useState(months[0] as string);
  const [fields, setFields] = useState(blank);
  const add = useAddScheme();
  const problem = add.error instanceof Problem ? add.error : null;
  const share = shareOf(fields.percent);
  const fault = (name: Field) => {
    if (problem && fieldOf[problem.code] === name) return <CodeWords code={problem.code} />;
    return problem?.fault(name === 'percent' ? '/rate' : `/${name}`);
  };
  const marked = ([...Object.keys(blank), 'firstMonth'] as Field[]).some((name) => fault(name));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { percent, ...rest } = fields;
    const scheme: NewScheme = {
      ...rest,
      currency: rest.currency.trim().toUpperCase(),
      rate: share ?? percent,
      firstMonth,
    };
    add.mutate(scheme, { onSuccess: () => setFields(blank) });
  };
  /** What was said of the last entry is not about this one any more. */
  const forget = () => {
    if (!add.isPending) add.reset();
  };
  const text = (name: keyof typeof blank) => ({
    size: 'md' as const,
    required: true,
    value: fields[name],
    error: fault(name),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [name]: value }));
      forget();
    },
  });
  return (
    <Section title={t('add.title')}>
      <Stack component="form" onSubmit={submit} gap="sm" maw={720} aria-label={t('add.title')}>
        <Text>{t('add.text')}</Text>
        <Group align="flex-start" grow preventGrowOverflow={false}>
          <TextInput label={t('add.name')} maxLength={200} {...text('name')} />
          <TextInput
            label={t('code')}
            description={t('add.codeNote')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            maxLength={40}
            {...text('code')}
          />
        </Group>
        <Group align="flex-start" grow preventGrowOverflow={false}>
          <TextInput
            label={t('add.percent')}
            inputMode="decimal"
            {...text('percent')}
            error={fault('percent') ?? (fields.percent.trim() && !share ? t('add.noShare') : undefined)}
          />
          <TextInput label={t('add.currency')} maxLength={3} {...text('currency')} />
          <NativeSelect
            label={t('firstMonth')}
            size="md"
            value={firstMonth}
            error={fault('firstMonth')}
            data={months.map((value) => ({ value, label: formatMonth(value, i18n.language) }))}
            onChange={(event) => {
              setFirstMonth(event.currentTarget.value);
              forget();
            }}
          />
        </Group>
        <TextInput label={t('add.reason')} maxLength={500} {...text('reason')} />
        {add.error && !marked && <ProblemNotice failure={add.error} />}
        <Group>
          <Button type="submit" size="md" variant="default" loading={add.isPending} disabled={!share}>
            {t('add.button')}
          </Button>
          <Text size="sm" role="status">
            {add.isSuccess && t('add.done')}
          </Text>
        </Group>
      </Stack>
    </Section>
  );
}

/**
 * {@return the part of one that a percentage is, moved by two places as a text, so that no digit is lost; null for what is none, or
 * more than is taken}
 */
export function shareOf(percent: string): string | null {
  const [, whole = '', part = ''] = decimal(percent).match(/^(\d{1,2})(?:\.(\d{1,4}))?$/) ?? [];
  const digits = `${whole.padStart(2, '0')}${part}`;
  return whole && /[1-9]/.test(digits) ? `0.${digits}` : null;
}
