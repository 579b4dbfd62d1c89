import { Button, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading, ProblemNotice } from './states';

/** A part of a screen with its heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={2} size="h3" mb="xs">
        {title}
      </Title>
      <Stack gap="sm">{children}</Stack>
    </section>
  );
}

interface Asked {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
}

/** What is shown of a request until it has its answer, and where it has failed. */
export function Waiting({ query }: { query: Asked }) {
  if (query.isPending) return <Loading />;
  if (query.isError) return <ProblemNotice failure={query.error} onRetry={() => query.refetch()} />;
  return null;
}

interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

export function More({ query }: { query: Paged }) {
  const { t } = useTranslation('common');
  if (!query.hasNextPage) return null;
  return (
    <Button variant="default" size="md" onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
      {t('more')}
    </Button>
  );
}
