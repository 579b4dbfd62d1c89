import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { amountFault } from '../../../shared/api/amount-fault';
import { Problem } from '../../../shared/api/problem';
import { Section } from '../../../shared/ui/Page';
import { CodeWords, ProblemNotice } from '../../../shared/ui/states';
import { type Kind, type NewFloor, useAddFloor } from './wages';

const kinds: readonly Kind[] = ['LIVING', 'STATUTORY', 'PLATFORM'];
const sure = ['high', 'medium', 'low'] as const;

const blank = {
  place: '',
  amount: '',
  currency: '',
  effectiveFrom: '',
  source: '',
  note: '',
  reviewBy: '',
  reason: '',
};

/** Refusals that are about one field each. */
const fieldOf: Record<string, keyof typeof blank> = {
  'wage-floor-exists': 'effectiveFrom',
  'platform-floor-lowered': 'amount',
  'invalid-place': 'place',
  'unsupported-currency': 'currency',
};

/** One floor more; none is ever edited. */
export function FloorForm() {
  const { t } = useTranslation('wages');
  const [kind, setKind] = useState<Kind>('LIVING');
  const [confidence, setConfidence] = useState<string>(sure[0]);
  const [fields, setFields] = useState(blank);
  const add = useAddFloor();
  const own = kind === 'PLATFORM';
  const problem = add.error instanceof Problem ? add.error : null;
  const about = problem ? fieldOf[problem.code] : undefined;
  const fault = (name: keyof typeof blank, pointer = `/${name}`) => {
    if (about === name && problem) return <CodeWords code={problem.code} detail={problem.detail} />;
    return name === 'amount' ? amountFault(problem, '/perHour') : problem?.fault(pointer);
  };
  const marked = (Object.keys(blank) as (keyof typeof blank)[]).some((name) => fault(name));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { place, amount, currency, note, reviewBy, ...rest } = fields;
    const floor: NewFloor = {
      ...rest,
      kind,
      confidence,
      perHour: { amount, currency: currency.trim().toUpperCase() },
      ...(own ? {} : { place: place.trim().toUpperCase() }),
      ...(note.trim() ? { note } : {}),
      ...(reviewBy ? { reviewBy } : {}),
    };
    add.mutate(floor, { onSuccess: () => setFields(blank) });
  };
  /** What was said of the last entry is not about this one any more. */
  const forget = () => {
    if (!add.isPending) add.reset();
  };
  const text = (name: keyof typeof blank, required = true) => ({
    size: 'md' as const,
    required,
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
          <NativeSelect
            label={t('kind')}
            size="md"
            value={kind}
            data={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
            onChange={(event) => {
              setKind(event.currentTarget.value as Kind);
              forget();
            }}
          />
          {!own && <TextInput label={t('placeCode')} maxLength={6} {...text('place')} />}
        </Group>
        <Group align="flex-start" grow preventGrowOverflow={false}>
          <TextInput label={t('perHour')} inputMode="decimal" {...text('amount')} />
          <TextInput label={t('currency')} maxLength={3} {...text('currency')} />
        </Group>
        <Group align="flex-start" grow preventGrowOverflow={false}>
          <TextInput label={t('from')} type="date" {...text('effectiveFrom')} />
          <TextInput label={t('reviewBy')} type="date" {...text('reviewBy', false)} />
          <NativeSelect
            label={t('confidence')}
            size="md"
            value={confidence}
            data={sure.map((value) => ({ value, label: t(`sure.${value}`) }))}
            onChange={(event) => setConfidence(event.currentTarget.value)}
          />
        </Group>
        <TextInput label={t('source')} maxLength={500} {...text('source')} />
        <TextInput label={t('note')} maxLength={500} {...text('note', false)} />
        <TextInput label={t('reason')} description={t('reasonNote')} maxLength={500} {...text('reason')} />
        {add.error && !marked && <ProblemNotice failure={add.error} />}
        <Group>
          <Button type="submit" size="md" variant="default" loading={add.isPending}>
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
