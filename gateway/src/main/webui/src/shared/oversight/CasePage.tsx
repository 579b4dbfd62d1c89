import { Anchor, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { formatInstant } from '../format/time';
import classes from '../ui/data.module.css';
import { Facts } from '../ui/Facts';
import { Id } from '../ui/Id';
import { Section, Waiting } from '../ui/Page';
import { type Case, useCase, useDecideCase } from './cases';
import { Evidence } from './Evidence';
import { ReasonForm } from './ReasonForm';
import { Reports } from './Reports';

export default function CasePage() {
  const { t } = useTranslation('oversight');
  const { caseId = '' } = useParams();
  const found = useCase(caseId);
  return (
    <Stack>
      <Anchor component={Link} to=".." relative="path" underline="always">
        {t('cases.back')}
      </Anchor>
      <Waiting query={found} />
      {found.data && <CaseView found={found.data} />}
    </Stack>
  );
}

function CaseView({ found }: { found: Case }) {
  const { t, i18n } = useTranslation('oversight');
  const decide = useDecideCase(found.id);
  // These are about tasks, and about nobody.
  const reported = found.kind === 'REPORTED_TASKS';
  return (
    <>
      <Title order={1} size="h2">
        {t(`caseKind.${found.kind}`)}
      </Title>
      <Text lang="en">{found.summary}</Text>
      <Facts
        facts={[
          [t('cases.state'), t(`caseState.${found.state}`)],
          [t('cases.opened'), formatInstant(found.openedAt, i18n.language)],
          [t('cases.seen'), formatInstant(found.seenAt, i18n.language)],
          [t('cases.job'), <Id key="job" value={found.jobId} />],
          [t('cases.field'), found.field],
          [
            t('cases.workers'),
            found.workers.length > 0 &&
              found.workers.map((worker) => (
                <div key={worker} className={classes.code}>
                  {worker.slice(-12)}
                </div>
              )),
          ],
          [t('cases.system'), `${found.system ?? ''} ${found.systemVersion ?? ''}`],
          [t('note'), found.reason],
        ]}
      />
      <Section title={t('cases.evidence')}>
        {reported ? <Reports evidence={found.evidence ?? {}} /> : <Evidence evidence={found.evidence ?? {}} />}
      </Section>
      {found.state === 'OPEN' && (
        <Section title={t('cases.decide')}>
          <Text>{t('cases.decideText')}</Text>
          <ReasonForm
            label={t('cases.decide')}
            description={t(reported ? 'cases.kept' : 'cases.read')}
            most={2000}
            busy={decide.isPending}
            failure={decide.error}
            choices={[
              { name: 'dismiss', title: t('cases.dismiss') },
              { name: 'confirm', title: t(reported ? 'cases.confirmReport' : 'cases.confirm') },
            ]}
            onChoose={(name, reason) => decide.mutate({ confirm: name === 'confirm', reason })}
          />
        </Section>
      )}
    </>
  );
}
