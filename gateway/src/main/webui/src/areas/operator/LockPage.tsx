import { Anchor, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { formatInstant, formatSeconds } from '../../shared/format/time';
import { ReasonForm } from '../../shared/oversight/ReasonForm';
import classes from '../../shared/ui/data.module.css';
import { Facts } from '../../shared/ui/Facts';
import { More, Section, Waiting } from '../../shared/ui/Page';
import { type LockedRejection, useLock, useLockedRejections, useReviewLock } from './locks';

/** The rejections behind a lock, to be looked at before it is lifted or kept. */
export default function LockPage() {
  const { t, i18n } = useTranslation('oversight');
  const { lockId = '' } = useParams();
  const found = useLock(lockId);
  const lock = found.data;
  const rejections = useLockedRejections(lockId);
  return (
    <Stack>
      <Anchor component={Link} to=".." relative="path" underline="always">
        {t('locks.back')}
      </Anchor>
      <Title order={1} size="h2">
        {lock ? t(`lockCause.${lock.cause}`) : t('locks.one')}
      </Title>
      <Waiting query={found} />
      {lock && (
        <Facts
          facts={[
            [t('locks.at'), formatInstant(lock.lockedAt, i18n.language)],
            [t('locks.rejections'), t('locks.counted', { count: lock.rejections, decided: lock.decided })],
            [
              t('locks.requester'),
              <span key="id" className={classes.code}>
                {lock.requesterId.slice(-12)}
              </span>,
            ],
            [t('note'), lock.reason],
          ]}
        />
      )}
      <Section title={t('locks.behind')}>
        <Waiting query={rejections} />
        {rejections.data?.map((rejection) => (
          <RejectionCard key={rejection.assignmentId} rejection={rejection} />
        ))}
        <More query={rejections} />
      </Section>
      {lock && lock.state !== 'LIFTED' && <Review lockId={lockId} kept={lock.state === 'CONFIRMED'} />}
    </Stack>
  );
}

function RejectionCard({ rejection }: { rejection: LockedRejection }) {
  const { t, i18n } = useTranslation('oversight');
  const said = rejection.rejection;
  return (
    <Paper withBorder p="md" component="article" aria-label={rejection.assignmentId}>
      <Facts
        facts={[
          [t('locks.reason'), said?.reason && t(`rejection.${said.reason}`)],
          [t('locks.clause'), said?.clause],
          [t('locks.evidence'), said?.evidence],
          [t('locks.time'), formatSeconds(rejection.activeSeconds, i18n.language)],
        ]}
      />
      <details>
        <summary>{t('locks.work')}</summary>
        <pre className={classes.json}>
          {JSON.stringify({ input: rejection.input, answer: rejection.answer }, null, 2)}
        </pre>
      </details>
    </Paper>
  );
}

function Review({ lockId, kept }: { lockId: string; kept: boolean }) {
  const { t } = useTranslation('oversight');
  const navigate = useNavigate();
  const review = useReviewLock(lockId);
  const lift = { name: 'lift', title: t('locks.lift') };
  return (
    <Section title={t('locks.decide')}>
      <Text>{t('locks.decideText')}</Text>
      <ReasonForm
        label={t('locks.decide')}
        description={t('locks.read')}
        most={2000}
        busy={review.isPending}
        failure={review.error}
        choices={kept ? [lift] : [lift, { name: 'confirm', title: t('locks.confirm') }]}
        onChoose={(name, reason) =>
          review.mutate({ lift: name === 'lift', reason }, { onSuccess: () => navigate('/operator/locks') })
        }
      />
    </Section>
  );
}
