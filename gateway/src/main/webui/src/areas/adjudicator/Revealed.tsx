import { Alert, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatSeconds } from '../../shared/format/time';
import { Facts } from '../../shared/ui/Facts';
import { Icon } from '../../shared/ui/icons';
import { AnswerTable } from './AnswerTable';
import type { Appeal } from './appeals';
import { RulingForm } from './RulingForm';
import { AsText, Instructions, isDrawable, specOf, TaskOnDesk } from './TaskOnDesk';

interface Props {
  appeal: Appeal;
  shown: NonNullable<Appeal['shown']>;
}

/** Both sides: the worker's answer and words, the requester's evidence, and what the adjudicator had answered before. */
export function Revealed({ appeal, shown }: Props) {
  const { t, i18n } = useTranslation('appeals');
  const spec = specOf(appeal);
  return (
    <>
      {appeal.agrees !== undefined && (
        <Alert
          color={appeal.agrees ? 'green' : 'orange'}
          variant="outline"
          role="status"
          icon={<Icon name={appeal.agrees ? 'check' : 'alert'} />}
          title={appeal.agrees ? t('agrees') : t('differs')}
        />
      )}
      <Paper withBorder p="md" component="section" aria-label={t('sides')}>
        <Facts
          facts={[
            [t('evidence'), shown.evidence],
            [t('parts'), shown.items.join(', ')],
            [t('appeal'), shown.appeal],
            [t('time'), formatSeconds(shown.activeSeconds, i18n.language)],
          ]}
        />
      </Paper>
      <AnswerTable spec={spec} own={appeal.ownAnswer ?? null} theirs={shown.answer} />
      <Paper withBorder p="md" component="section" aria-label={t('theirAnswer')}>
        <Stack>
          <Title order={2} size="h3">
            {t('theirAnswer')}
          </Title>
          {spec && <Instructions spec={spec} />}
          {isDrawable(spec) ? (
            <TaskOnDesk spec={spec} input={appeal.input ?? null} answer={shown.answer} />
          ) : (
            <>
              <AsText title={t('task')} value={appeal.input} />
              <AsText title={t('theirAnswer')} value={shown.answer} />
            </>
          )}
        </Stack>
      </Paper>
      {shown.others.length > 0 && (
        <section>
          <Title order={2} size="h3" mb="xs">
            {t('others')}
          </Title>
          <Text size="sm">{t('othersText')}</Text>
          {shown.others.map((other, index) => (
            <AsText key={JSON.stringify(other)} title={t('other', { number: index + 1 })} value={other} />
          ))}
        </section>
      )}
      <RulingForm appealId={appeal.id} />
    </>
  );
}
