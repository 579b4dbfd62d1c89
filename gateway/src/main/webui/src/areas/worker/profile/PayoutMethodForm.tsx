import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { api, unwrap } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import { formatInstant } from '../../../shared/format/time';
import { CountrySelect } from '../../../shared/ui/CountrySelect';
import { Loading, ProblemNotice } from '../../../shared/ui/states';
import { BankTrouble } from './BankTrouble';
import { fieldOf, type Kind, methodKey, returnedKey, useKinds, usePayoutMethod } from './payout-method';

const nothing = { holderName: '', iban: '', bic: '', town: '', country: '', accountId: '' };
type Typed = typeof nothing;

const fields: Record<Kind, readonly (keyof Typed)[]> = {
  SEPA: ['holderName', 'iban', 'bic', 'country', 'town'],
  STRIPE: ['accountId'],
  PAYPAL: ['accountId'],
};

/** Where the worker is paid now, what the bank said of it, and another place by any rail that this marketplace has. */
export function PayoutMethodForm() {
  const { t, i18n } = useTranslation('pay');
  const known = usePayoutMethod();
  const offered = useKinds();
  const heading = useRef<HTMLHeadingElement>(null);
  const { hash } = useLocation();
  useEffect(() => {
    if (hash !== '#pay') return;
    heading.current?.scrollIntoView();
    heading.current?.focus({ preventScroll: true });
  }, [hash]);
  const now = known.data;
  return (
    <Stack maw={480}>
      <Title order={2} size="h3" ref={heading} tabIndex={-1}>
        {t('method.title')}
      </Title>
      {(known.isPending || offered.isPending) && <Loading />}
      {known.isError && <ProblemNotice failure={known.error} onRetry={() => known.refetch()} />}
      {offered.isError && <ProblemNotice failure={offered.error} onRetry={() => offered.refetch()} />}
      {now && (
        <Text>
          {t('method.now', { place: [now.iban ?? now.accountId, now.holderName].filter(Boolean).join(', ') })}
        </Text>
      )}
      {now?.restsUntil && <Text>{t('method.rests', { when: formatInstant(now.restsUntil, i18n.language) })}</Text>}
      <BankTrouble />
      {known.isSuccess && offered.data?.length === 0 && <Text>{t('method.noRail')}</Text>}
      {known.isSuccess && offered.data && offered.data.length > 0 && now?.state !== 'BLOCKED' && (
        <MethodForm offered={offered.data} now={now?.rail} />
      )}
    </Stack>
  );
}

function MethodForm({ offered, now }: { offered: readonly Kind[]; now?: string | undefined }) {
  const { t } = useTranslation('pay');
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [chosen, setChosen] = useState<Kind | null>(null);
  const [typed, setTyped] = useState(nothing);
  const kind = chosen ?? offered.find((one) => one === now) ?? (offered[0] as Kind);
  const save = useMutation({
    mutationFn: () => unwrap(api.PUT('/v1/me/payout-method', { body: bodyOf(kind, typed) })),
    onSuccess: (saved) => {
      queries.setQueryData(methodKey, saved);
      setTyped(nothing);
      // What waited for a method is on the balance again.
      return Promise.all(
        [returnedKey, ['worker', 'earnings']].map((queryKey) => queries.invalidateQueries({ queryKey })),
      );
    },
    onError: (failure) => {
      const field = failure instanceof Problem ? form.current?.elements.namedItem(fieldOf(failure) ?? '') : null;
      if (field instanceof HTMLElement) field.focus();
    },
  });
  const problem = save.error instanceof Problem ? save.error : null;
  const field = problem ? fieldOf(problem) : null;
  const errorOf = (name: keyof Typed) =>
    problem?.fault(`/${name}`) ?? (problem && field === name ? t(`common:problem.${problem.code}`) : undefined);
  const shown = fields[kind].some((name) => errorOf(name) !== undefined);
  const of = (name: keyof Typed) => ({
    name,
    size: 'md' as const,
    value: typed[name],
    error: errorOf(name),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setTyped((all) => ({ ...all, [name]: value }));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form ref={form} onSubmit={submit}>
      <Stack>
        {offered.length > 1 && (
          <NativeSelect
            label={t('method.rail')}
            size="md"
            value={kind}
            data={offered.map((value) => ({ value, label: t(`method.kind.${value}`) }))}
            onChange={(event) => {
              setChosen(event.currentTarget.value as Kind);
              setTyped(nothing);
              save.reset();
            }}
          />
        )}
        <Text size="sm" c="dimmed">
          {t(`method.note.${kind}`)}
        </Text>
        {kind === 'SEPA' ? (
          <>
            <TextInput label={t('method.holder')} required maxLength={140} autoComplete="name" {...of('holderName')} />
            <TextInput label="IBAN" required maxLength={64} autoComplete="off" {...of('iban')} />
            <TextInput
              label={t('method.bic')}
              description={t('method.bicNote')}
              maxLength={16}
              autoComplete="off"
              {...of('bic')}
            />
            <CountrySelect
              label={t('method.country')}
              value={typed.country}
              onChange={(country) => setTyped((all) => ({ ...all, country }))}
              error={errorOf('country')}
            />
            <TextInput label={t('method.town')} maxLength={70} autoComplete="address-level2" {...of('town')} />
          </>
        ) : (
          <TextInput
            label={t(`method.account.${kind}`)}
            required
            maxLength={127}
            autoComplete={kind === 'PAYPAL' ? 'email' : 'off'}
            {...of('accountId')}
          />
        )}
        {save.error && !shown && <ProblemNotice failure={save.error} />}
        <Group>
          <Button type="submit" size="md" loading={save.isPending}>
            {t('method.save')}
          </Button>
          {save.isSuccess && <Text role="status">{t('common:saved')}</Text>}
        </Group>
      </Stack>
    </form>
  );
}

/** Only what the rail takes, and nothing that was left empty. */
function bodyOf(kind: Kind, typed: Typed) {
  const given = fields[kind].map((name) => [name, typed[name].trim()] as const).filter(([, value]) => value !== '');
  return { rail: kind, ...(Object.fromEntries(given) as Partial<Typed>) };
}
