import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTask } from '../TaskContext';

export interface Medium {
  /** Where it comes from: the device's own copy where there is one and the other did not come. */
  source: string;
  /** Whether what stands at the source did not come. */
  failed: boolean;
  /** Of the element that loads it: another one loads it once more. */
  key: string;
  onError: () => void;
  again: () => void;
}

/** A picture, a sound or a film of the task, whose address is good for a while only. */
export function useMedium(source: string): Medium {
  const { mediaFailed, keptMedium } = useTask();
  const [failed, setFailed] = useState<string | null>(null);
  const [kept, setKept] = useState({ of: '', address: '' });
  const [tries, setTries] = useState(0);
  const isKept = kept.of === source;
  const shown = isKept ? kept.address : source;
  const fail = () => {
    setFailed(source);
    mediaFailed?.(false);
  };
  return {
    source: shown,
    failed: source === '' || failed === source,
    key: `${tries} ${shown}`,
    onError() {
      if (isKept || !keptMedium) fail();
      else keptMedium(source).then((address) => (address ? setKept({ of: source, address }) : fail()), fail);
    },
    again() {
      setFailed(null);
      setKept({ of: '', address: '' });
      setTries(tries + 1);
      mediaFailed?.(true);
    },
  };
}

/** In the place of what did not come. */
export function MediumMissing({ medium, text }: { medium: Medium; text: string }) {
  const { t } = useTranslation('work');
  return (
    <Group gap="xs" role="alert">
      <Text>{text}</Text>
      <Button variant="default" size="md" onClick={medium.again}>
        {t('loadAgain')}
      </Button>
    </Group>
  );
}

/** {@return the id of the player of what a pointer points at} */
export const playerId = (pointer: string) => `player-${pointer}`;

/** Says, beside a player, that it must come to its end before the answer is taken, as long as it has not. */
export function MustPlay({ pointer }: { pointer: string | null }) {
  const { t } = useTranslation('work');
  const { unplayed } = useTask();
  if (pointer === null || !unplayed?.includes(pointer)) return null;
  return (
    <Text size="sm" c="dimmed">
      {t('mustPlay')}
    </Text>
  );
}
