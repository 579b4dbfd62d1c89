import { NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatInstant } from '../format/time';
import classes from '../ui/data.module.css';
import { More, Waiting } from '../ui/Page';
import { Empty } from '../ui/states';
import { type CaseState, useCases } from './cases';

const states: readonly CaseState[] = ['OPEN', 'CONFIRMED', 'DISMISSED'];

export default function CasesPage() {
  const { t, i18n } = useTranslation('oversight');
  const [state, setState] = useState<CaseState>('OPEN');
  const cases = useCases(state);
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('cases.title')}
      </Title>
      <Text>{t('cases.text')}</Text>
      <NativeSelect
        label={t('show')}
        size="md"
        maw={300}
        value={state}
        onChange={(event) => setState(event.currentTarget.value as CaseState)}
        data={states.map((value) => ({ value, label: t(`caseState.${value}`) }))}
      />
      <Waiting query={cases} />
      {cases.data?.length === 0 && <Empty title={t('cases.none')} text={t('cases.noneText')} />}
      <ul className={classes.cards}>
        {cases.data?.map((found) => (
          <li key={found.id}>
            <Link to={found.id} className={classes.card ?? ''}>
              <span>
                <strong>{t(`caseKind.${found.kind}`)}</strong>
                <br />
                <small lang="en">{found.summary}</small>
              </span>
              <small>{formatInstant(found.seenAt, i18n.language)}</small>
            </Link>
          </li>
        ))}
      </ul>
      <More query={cases} />
    </Stack>
  );
}
