import { Alert, Button, CopyButton, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsOwner } from '../../../app/may-change';
import { api, unwrap } from '../../../shared/api/client';
import { Problem } from '../../../shared/api/problem';
import type { components } from '../../../shared/api/schema';
import { formatInstant } from '../../../shared/format/time';
import { Dialog } from '../../../shared/ui/Dialog';
import { Empty, Loading, ProblemNotice } from '../../../shared/ui/states';
import classes from '../requester.module.css';
import { Caps } from './Caps';
import { useKeyCaps } from './key-caps';

type Client = components['schemas']['MachineClient'];
type Created = components['schemas']['CreatedClient'];

const programsKey = ['requester', 'programs'] as const;

/** Credentials of programs. The secret is on the screen once and nowhere else: not in the cache, not in the browser's storage. */
export default function ProgramsPage() {
  const { t, i18n } = useTranslation('funds');
  const queries = useQueryClient();
  const isOwner = useIsOwner();
  const [name, setName] = useState('');
  const [leaving, setLeaving] = useState<Client | null>(null);
  const programs = useQuery({
    queryKey: programsKey,
    queryFn: () => unwrap(api.GET('/v1/machine-clients')),
    retry: false,
    enabled: isOwner,
  });
  const caps = useKeyCaps(isOwner);
  const capsOf = (client: string | undefined) => (caps.data ?? []).filter((cap) => cap.client === client);
  const create = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/v1/machine-clients', { body: { name } })) as Promise<unknown> as Promise<Created>,
    gcTime: 0,
    onSuccess: () => {
      setName('');
      return queries.invalidateQueries({ queryKey: programsKey });
    },
  });
  const remove = useMutation({
    mutationFn: (clientId: string) =>
      unwrap(api.DELETE('/v1/machine-clients/{clientId}', { params: { path: { clientId } } })) as Promise<unknown>,
    onSuccess: () => {
      setLeaving(null);
      return queries.invalidateQueries({ queryKey: programsKey });
    },
  });
  const problem = create.error instanceof Problem ? create.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('programs.title')}
      </Title>
      <Text maw={720}>{t('programs.text')}</Text>
      {!isOwner && <Text fw={600}>{t('programs.owners')}</Text>}
      {programs.isLoading && <Loading />}
      {programs.isError && <ProblemNotice failure={programs.error} onRetry={() => programs.refetch()} />}
      {caps.isError && <ProblemNotice failure={caps.error} onRetry={() => caps.refetch()} />}
      {create.data && <Secret created={create.data} onDone={() => create.reset()} />}
      {programs.data && (
        <Paper withBorder p="md" component="form" onSubmit={submit} maw={560}>
          <TextInput
            label={t('programs.name')}
            description={t('programs.nameNote')}
            size="md"
            required
            maxLength={100}
            value={name}
            error={problem?.fault('/name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {create.error && <ProblemNotice failure={create.error} />}
          <Button type="submit" size="md" mt="sm" loading={create.isPending} disabled={!name.trim()}>
            {t('programs.create')}
          </Button>
        </Paper>
      )}
      {programs.data?.items?.length === 0 && <Empty title={t('programs.none')} />}
      <ul className={classes.list}>
        {programs.data?.items?.map((client) => (
          <li key={client.clientId}>
            <Paper withBorder p="md">
              <Group justify="space-between">
                <div>
                  <Text fw={600}>{client.name}</Text>
                  <Text size="sm" className={classes.secret ?? ''}>
                    {client.clientId}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {formatInstant(client.createdAt ?? '', i18n.language)}
                  </Text>
                </div>
                <Button
                  variant="default"
                  aria-label={t('programs.removeNamed', { name: client.name })}
                  onClick={() => setLeaving(client)}
                >
                  {t('programs.remove')}
                </Button>
              </Group>
              {caps.data && (
                <Caps client={client.clientId ?? ''} name={client.name ?? ''} caps={capsOf(client.clientId)} />
              )}
            </Paper>
          </li>
        ))}
      </ul>
      <Dialog
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t('programs.removeTitle', { name: leaving?.name ?? '' })}
      >
        <Stack>
          <Text>{t('programs.removeText')}</Text>
          {remove.error && <ProblemNotice failure={remove.error} />}
          <Group>
            <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate(leaving?.clientId ?? '')}>
              {t('programs.remove')}
            </Button>
            <Button variant="default" onClick={() => setLeaving(null)}>
              {t('programs.keep')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </Stack>
  );
}

function Secret({ created, onDone }: { created: Created; onDone: () => void }) {
  const { t } = useTranslation('funds');
  return (
    <Alert color="green" variant="outline" title={t('programs.made', { name: created.name })} role="status">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t('programs.once')}</Text>
        <dl className={classes.facts}>
          <dt>{t('programs.clientId')}</dt>
          <dd className={classes.secret}>
            <code>{created.clientId}</code>
          </dd>
          <dt>{t('programs.secret')}</dt>
          <dd className={classes.secret}>
            <code>{created.secret}</code>
          </dd>
          <dt>{t('programs.tokenUrl')}</dt>
          <dd className={classes.secret}>
            <code>{created.tokenUrl}</code>
          </dd>
        </dl>
        <Group>
          <CopyButton value={created.secret ?? ''}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? t('programs.copied') : t('programs.copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onDone}>{t('programs.kept')}</Button>
        </Group>
      </Stack>
    </Alert>
  );
}
