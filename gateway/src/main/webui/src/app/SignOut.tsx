import { Button, Group, Stack, Text } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../shared/ui/Dialog';
import { ProblemNotice } from '../shared/ui/states';

interface Props {
  /** How many answers of this person wait on this device. */
  unsent: () => Promise<number>;
  signOut: () => Promise<void>;
  onStay: () => void;
}

type State = { kind: 'going' } | { kind: 'asking'; count: number } | { kind: 'failed'; failure: unknown };

/** Signs out at once where nothing waits; else asks before, and says so where it does not work. */
export function SignOut({ unsent, signOut, onStay }: Props) {
  const { t } = useTranslation('common');
  const [state, setState] = useState<State>({ kind: 'going' });
  const begun = useRef(false);

  const go = useCallback(async () => {
    setState({ kind: 'going' });
    try {
      await signOut();
    } catch (failure) {
      setState({ kind: 'failed', failure });
    }
  }, [signOut]);

  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    unsent()
      // A device that keeps nothing has nothing that waits.
      .catch(() => 0)
      .then((count) => (count > 0 ? setState({ kind: 'asking', count }) : go()));
  }, [unsent, go]);

  if (state.kind === 'going') return null;
  return (
    <Dialog opened onClose={onStay} title={t('settings.signOut')}>
      {state.kind === 'failed' ? (
        <ProblemNotice failure={state.failure} onRetry={go} />
      ) : (
        <Stack>
          <Text>{t('signOut.waiting', { count: state.count })}</Text>
          <Group>
            <Button size="md" onClick={onStay}>
              {t('signOut.stay')}
            </Button>
            <Button size="md" variant="default" onClick={go}>
              {t('signOut.anyway')}
            </Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  );
}
