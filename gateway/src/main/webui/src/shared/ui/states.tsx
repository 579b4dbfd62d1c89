import { Alert, Button, Center, List, Loader, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { faultWords } from '../api/faults';
import { asProblem } from '../api/problem';
import { Icon } from './icons';

export function Loading() {
  const { t } = useTranslation('common');
  return (
    <Center mih={160} role="status">
      <Loader size="sm" mr="sm" aria-hidden="true" />
      <Text>{t('loading')}</Text>
    </Center>
  );
}

interface EmptyProps {
  title: string;
  text?: string;
  /** Whether nothing else is on the page, whose heading this is then. */
  alone?: boolean;
  children?: ReactNode;
}

/** Nothing is there, why that is, and what can be done about it. */
export function Empty({ title, text, alone, children }: EmptyProps) {
  return (
    <Stack align="center" py="xl" gap="xs" ta="center">
      <Title order={alone ? 1 : 2} size="h4">
        {title}
      </Title>
      {text && (
        <Text c="dimmed" maw={420}>
          {text}
        </Text>
      )}
      {children}
    </Stack>
  );
}

/** A code in the reader's language where it is known, else in the server's words. */
export function CodeWords({ code, detail = code }: { code: string; detail?: string }) {
  const { t, i18n } = useTranslation('common');
  return i18n.exists(`problem.${code}`, { ns: 'common' }) ? t(`problem.${code}`) : <span lang="en">{detail}</span>;
}

/** What went wrong and the way out, in the reader's language where the code is known, else in the server's words. */
export function ProblemText({ failure }: { failure: unknown }) {
  const { t } = useTranslation('common');
  const problem = asProblem(failure);
  return (
    <>
      <Text size="sm">
        <CodeWords code={problem.code} detail={problem.detail} />
      </Text>
      {problem.faults.length > 0 && (
        <List size="sm">
          {problem.faults.map(({ pointer, detail }) => (
            <List.Item key={pointer + detail}>
              <code>{pointer}</code> {faultWords(detail) ?? <span lang="en">{detail}</span>}
            </List.Item>
          ))}
        </List>
      )}
      {problem.retryAfter !== null && <Text size="sm">{t('retryAfter', { count: problem.retryAfter })}</Text>}
    </>
  );
}

/** The same in a frame of its own, with a way to ask again. */
export function ProblemNotice({ failure, onRetry }: { failure: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('common');
  return (
    <Alert color="red" variant="outline" icon={<Icon name="alert" />} title={t('failed')} role="alert">
      <Stack gap="xs" align="flex-start">
        <ProblemText failure={failure} />
        {onRetry && (
          <Button variant="default" onClick={onRetry}>
            {t('retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
