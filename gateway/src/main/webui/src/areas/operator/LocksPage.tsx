import { NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatInstant } from '../../shared/format/time';
import classes from '../../shared/ui/data.module.css';
import { More, Waiting } from '../../shared/ui/Page';
import { Empty } from '../../shared/ui/states';
import { type LockState, useLocks } from './locks';

const states: readonly LockState[] = ['OPEN', 'CONFIRMED', 'LIFTED'];

/** Requesters who rejected more than is usual, and reject no more until somebody has looked. */
export default function LocksPage() {
  const { t, i18n } = useTranslation('oversight');
  const [state, setState] = useState<LockState>('OPEN');
  const locks = useLocks(state);
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('locks.title')}
      </Title>
      <Text>{t('locks.text')}</Text>
      <NativeSelect
        label={t('show')}
        size="md"
        maw={300}
        value={state}
        onChange={(event) => setState(event.currentTarget.value as LockState)}
        data={states.map((value) => ({ value, label: t(`lockState.${value}`) }))}
      />
      <Waiting query={locks} />
      {locks.data?.length === 0 && <Empty title={t('locks.none')} />}
      <ul className={classes.cards}>
        {locks.data?.map((lock) => (
          <li key={lock.id}>
            <Link to={lock.id} className={classes.card ?? ''}>
              <span>
                <strong>{t(`lockCause.${lock.cause}`)}</strong>
                <br />
                <small>{t('locks.counted', { count: lock.rejections, decided: lock.decided })}</small>
              </span>
              <small>{formatInstant(lock.lockedAt, i18n.language)}</small>
            </Link>
          </li>
        ))}
      </ul>
      <More query={locks} />
    </Stack>
  );
}
