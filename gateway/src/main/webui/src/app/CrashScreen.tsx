import { Button, Container, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { i18n } from '../shared/i18n/i18n';

interface State {
  failure: Error | null;
}

/** The last resort: a sentence and a way on instead of a blank page. */
export class CrashScreen extends Component<{ children: ReactNode }, State> {
  override state: State = { failure: null };

  static getDerivedStateFromError(failure: Error): State {
    return { failure };
  }

  override render() {
    if (!this.state.failure) return this.props.children;
    const t = i18n.getFixedT(null, 'common');
    return (
      <Container size="xs" py="xl" component="main">
        <Title order={1} size="h3">
          {t('crash.title')}
        </Title>
        <Text my="md">{t('crash.text')}</Text>
        <Button onClick={() => window.location.reload()}>{t('crash.reload')}</Button>
        <Text size="sm" mt="md" c="dimmed">
          {this.state.failure.message}
        </Text>
      </Container>
    );
  }
}
