import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { textIn } from '../../shared/task/spec';
import classes from '../../shared/ui/data.module.css';
import { More, Waiting } from '../../shared/ui/Page';
import { Empty } from '../../shared/ui/states';
import { type Appeal, useAppeals } from './appeals';
import { Clock } from './Clock';

export function AppealsPage() {
  const { t } = useTranslation('appeals');
  const appeals = useAppeals();
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('title')}
      </Title>
      <Text>{t('text')}</Text>
      <Waiting query={appeals} />
      {appeals.data?.length === 0 && <Empty title={t('none')} text={t('noneText')} />}
      <ul className={classes.cards}>
        {appeals.data?.map((appeal) => (
          <Row key={appeal.id} appeal={appeal} />
        ))}
      </ul>
      <More query={appeals} />
    </Stack>
  );
}

function Row({ appeal }: { appeal: Appeal }) {
  const { t, i18n } = useTranslation('appeals');
  const title = textIn(appeal.title, i18n.language);
  return (
    <li>
      <Link to={`/adjudicator/appeals/${appeal.id}`} className={classes.card ?? ''}>
        <span>
          <strong lang={title.lang}>{title.text || t('untitled')}</strong>
          <br />
          <small>
            {t(`reason.${appeal.reason}`)} · {t(`outcome.${appeal.outcome}`)}
          </small>
        </span>
        <Clock dueAt={appeal.dueAt} />
      </Link>
    </li>
  );
}
