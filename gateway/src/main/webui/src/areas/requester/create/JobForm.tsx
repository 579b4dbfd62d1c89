import { Button, Checkbox, Group, NativeSelect, Paper, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { amountFault } from '../../../shared/api/amount-fault';
import { api, idempotencyKey, unwrap } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import { LanguageChoice } from '../../../shared/ui/LanguageChoice';
import { ProblemNotice } from '../../../shared/ui/states';
import { type Job, jobKey, jobsKey } from '../jobs/jobs';
import classes from '../requester.module.css';
import { PreviewPane } from './PreviewPane';
import { PriceHelper } from './PriceHelper';
import { SpecFields } from './SpecFields';
import type { SpecDocument } from './spec-edit';
import type { Sample } from './templates';
import { newJob, type Terms } from './terms';

const currencies = ['EUR', 'USD', 'GBP'];

interface Props {
  spec: SpecDocument;
  samples: readonly Sample[];
  terms: Terms;
  /** Told of each change, for when the form is gone; the same function each time. */
  onTyped?: (typed: Typed) => void;
}

/** What has been typed into the form so far. */
export interface Typed {
  spec: SpecDocument;
  terms: Terms;
}

export function JobForm({ spec: first, samples, terms: begun, onTyped }: Props) {
  const { t } = useTranslation('requester');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [spec, setSpec] = useState(first);
  const [fault, setFault] = useState<string | null>(null);
  const [terms, setTerms] = useState(begun);
  useEffect(() => onTyped?.({ spec, terms }), [onTyped, spec, terms]);
  // The same form sent twice is one job.
  const [key, setKey] = useState(idempotencyKey);
  const change = (part: Partial<Terms>) => {
    setTerms((now) => ({ ...now, ...part }));
    setKey(idempotencyKey());
  };
  const changeLanguages = useCallback((languages: string[]) => {
    setTerms((now) => ({ ...now, languages }));
    setKey(idempotencyKey());
  }, []);
  const changeSpec = (next: SpecDocument) => {
    setSpec(next);
    setKey(idempotencyKey());
  };
  const create = useMutation({
    mutationFn: async () =>
      (await unwrap(
        api.POST('/v1/jobs', { params: { header: { 'Idempotency-Key': key } }, body: newJob(terms, spec) }),
      )) as Job,
    onSuccess: (job) => {
      queries.setQueryData(jobKey(job.id), job);
      queries.invalidateQueries({ queryKey: [...jobsKey, 'list'] });
      navigate(`/requester/jobs/${job.id}`);
    },
  });
  const problem = create.error instanceof Problem ? create.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fault === null) create.mutate();
  };
  const field = (
    name: 'estimateSeconds' | 'limitMinutes' | 'overlap' | 'screenOuts' | 'reviewDays',
    pointer: string,
  ) => ({
    label: t(`terms.${name}`),
    size: 'md' as const,
    inputMode: 'numeric' as const,
    required: true,
    pattern: '[0-9]+',
    value: terms[name],
    error: problem?.fault(pointer),
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
  });
  /** Of a list, or of the first of its entries that has one. */
  const listFault = (list: string) =>
    problem?.fault(problem.faults.find(({ pointer }) => pointer.startsWith(list))?.pointer ?? list);
  return (
    <div className={classes.sides}>
      <Stack component="form" onSubmit={submit} gap="lg">
        <Paper withBorder p="md">
          <Title order={2} size="h4" mb="sm">
            {t('create.words')}
          </Title>
          <SpecFields
            spec={spec}
            onChange={changeSpec}
            title={terms.title}
            onTitle={(title) => change({ title })}
            titleFault={problem?.fault('/title')}
            fault={fault}
            onFault={setFault}
          />
        </Paper>
        <Paper withBorder p="md">
          <Title order={2} size="h4" mb="sm">
            {t('create.terms')}
          </Title>
          <Stack>
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <TextInput
                label={t('terms.reward')}
                size="md"
                inputMode="decimal"
                required
                value={terms.amount}
                error={amountFault(create.error, '/reward')}
                onChange={(event) => change({ amount: event.currentTarget.value })}
              />
              <NativeSelect
                label={t('terms.currency')}
                size="md"
                value={terms.currency}
                data={currencies}
                onChange={(event) => change({ currency: event.currentTarget.value })}
              />
              <TextInput {...field('estimateSeconds', '/timeEstimate')} />
              <TextInput {...field('limitMinutes', '/timeLimit')} />
              <TextInput {...field('overlap', '/overlap')} />
              {!terms.silence && <TextInput {...field('reviewDays', '/reviewWindow')} />}
            </SimpleGrid>
            {spec.screenOut && (
              <TextInput {...field('screenOuts', '/screenOuts')} description={t('terms.screenOutsNote')} />
            )}
            <PriceHelper terms={terms} onReward={(amount) => change({ amount })} />
            <TextInput
              label={t('terms.places')}
              description={t('terms.placesNote')}
              size="md"
              value={terms.places}
              error={listFault('/places')}
              onChange={(event) => change({ places: event.currentTarget.value })}
            />
            <LanguageChoice
              label={t('terms.languages')}
              description={t('terms.languagesNote')}
              value={terms.languages}
              error={listFault('/languages')}
              onChange={changeLanguages}
            />
            {(['untilSure', 'control', 'silence'] as const).map((name) => (
              <Checkbox
                key={name}
                size="md"
                label={t(`terms.${name}`)}
                description={t(`terms.${name}Note`)}
                checked={terms[name]}
                onChange={(event) => change({ [name]: event.currentTarget.checked })}
              />
            ))}
          </Stack>
        </Paper>
        {create.error && <ProblemNotice failure={create.error} />}
        <Group>
          <Button type="submit" size="md" loading={create.isPending} disabled={fault !== null}>
            {t('create.button')}
          </Button>
          <Text size="sm" c="dimmed">
            {fault === null ? t('create.next') : t('create.mend')}
          </Text>
        </Group>
      </Stack>
      <div className={classes.sticky}>
        <PreviewPane spec={spec} samples={samples} />
      </div>
    </div>
  );
}
