import { Anchor, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { formatInstant } from '../../shared/format/time';
import { textIn } from '../../shared/task/spec';
import { Facts } from '../../shared/ui/Facts';
import { Waiting } from '../../shared/ui/Page';
import { type Appeal, useAppeal } from './appeals';
import { BlindTask } from './BlindTask';
import { Clock } from './Clock';
import { Revealed } from './Revealed';

export default function AppealPage() {
  const { t } = useTranslation('appeals');
  const { appealId = '' } = useParams();
  const appeal = useAppeal(appealId);
  return (
    <Stack>
      <Anchor component={Link} to="/adjudicator" underline="always">
        {t('back')}
      </Anchor>
      <Waiting query={appeal} />
      {appeal.data && <AppealView key={appealId} appeal={appeal.data} />}
    </Stack>
  );
}

function AppealView({ appeal }: { appeal: Appeal }) {
  const { t, i18n } = useTranslation('appeals');
  const title = textIn(appeal.title, i18n.language);
  return (
    <>
      <div>
        <Title order={1} size="h2" lang={title.lang}>
          {title.text || t('untitled')}
        </Title>
        <Clock dueAt={appeal.dueAt} />
        <Text size="sm" c="dimmed">
          {t('dueAt', { due: formatInstant(appeal.dueAt, i18n.language) })}
        </Text>
      </div>
      <Facts
        facts={[
          [t('claim'), t(`reason.${appeal.reason}`)],
          [t('clause'), appeal.clause],
          [t('ifUpheld'), t(`outcome.${appeal.outcome}`)],
          [t('filed'), formatInstant(appeal.filedAt, i18n.language)],
        ]}
      />
      {appeal.shown ? <Revealed appeal={appeal} shown={appeal.shown} /> : <BlindTask appeal={appeal} />}
    </>
  );
}
