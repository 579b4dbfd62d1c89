import { ActionIcon, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { useSession } from '../../../app/session';
import { formatMoney } from '../../../shared/format/money';
import { formatInstant } from '../../../shared/format/time';
import type { Answer } from '../../../shared/task/spec';
import { Icon } from '../../../shared/ui/icons';
import { Empty, Loading } from '../../../shared/ui/states';
import { useOnline } from '../../../shared/ui/useOnline';
import { NotOffered } from '../offers/NotOffered';
import classes from './TaskPage.module.css';
import { TaskScreen } from './TaskScreen';
import { TrainingNotice } from './TrainingNotice';
import { type Submitted, useTasks } from './tasks';
import { useOnlyTab } from './useOnlyTab';

export default function TaskPage() {
  const { jobId = '' } = useParams();
  const { who } = useSession();
  // RequireRole stands before every screen of this area.
  return who && jobId ? <OneTab workerId={who.id} jobId={jobId} key={jobId} /> : null;
}

function OneTab({ workerId, jobId }: { workerId: string; jobId: string }) {
  const { t } = useTranslation('work');
  const { where, takeOver } = useOnlyTab(`groundwork-job-${workerId}-${jobId}`);
  if (where === 'asking') return <Loading />;
  if (where === 'here') return <JobTasks workerId={workerId} jobId={jobId} />;
  return (
    <Empty alone title={t('elsewhere.title')} text={t('elsewhere.text')}>
      <Button size="md" onClick={takeOver}>
        {t('elsewhere.here')}
      </Button>
      <Button size="md" variant="default" component={Link} to="/worker">
        {t('finished.more')}
      </Button>
    </Empty>
  );
}

function JobTasks({ workerId, jobId }: { workerId: string; jobId: string }) {
  const { t } = useTranslation('work');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const work = useTasks(workerId, jobId);
  const [count, setCount] = useState(0);

  const leave = () => {
    queries.invalidateQueries({ queryKey: ['worker'] });
    navigate('/worker');
  };
  const online = useOnline();

  const notices = (
    <>
      {work.training && work.job && (
        <TrainingNotice spec={work.job.spec} training={work.training} onDismiss={work.dismissTraining} />
      )}
      {!online && (
        <Text size="sm" role="status" px="md" pt="xs">
          {work.ready > 0 ? t('takenAlong.text', { count: work.ready }) : t('takenAlong.none')}
        </Text>
      )}
    </>
  );

  if (work.phase === 'working' && work.task && work.job) {
    return (
      <>
        {notices}
        <TaskScreen
          key={work.task.assignmentId}
          workerId={workerId}
          job={work.job}
          task={work.task}
          last={work.last}
          onSubmit={async (answer: Answer) => {
            if (work.task) await work.submit(work.task, answer);
            setCount(count + 1);
          }}
          onGiveBack={async () => {
            if (work.task?.answered) work.drop(work.task);
            else if (work.task) await work.giveBack(work.task);
          }}
          onExpired={() => work.task && work.drop(work.task)}
          onMediaFailed={work.mediaFailed}
          onGoBack={work.goBack}
          onLeave={leave}
        />
      </>
    );
  }
  return (
    <Stack p="md">
      <Group>
        <ActionIcon variant="default" size={44} aria-label={t('leave')} onClick={leave}>
          <Icon name="back" />
        </ActionIcon>
        <Title order={1} size="h4">
          {work.job?.title ?? ''}
        </Title>
      </Group>
      {notices}
      {work.phase === 'loading' && <Loading />}
      {work.phase === 'failed' && <NotOffered jobId={jobId} failure={work.failure} onRetry={work.reload} />}
      {work.phase === 'finished' && (
        <Empty title={t('finished.title')} text={t('finished.text', { count })}>
          {work.last && <GoBack last={work.last} onGoBack={work.goBack} centred />}
          <Button component={Link} to="/worker" size="md" onClick={leave}>
            {t('finished.more')}
          </Button>
        </Empty>
      )}
    </Stack>
  );
}

interface GoBackProps {
  last: Submitted;
  onGoBack: (last: Submitted) => void;
  centred?: boolean;
}

export function GoBack({ last, onGoBack, centred = false }: GoBackProps) {
  const { t, i18n } = useTranslation('work');
  if (last.pay) {
    return (
      <Text size="sm" role="status">
        {t('screenedOut', { money: formatMoney(last.pay, i18n.language) })}
      </Text>
    );
  }
  if (!last.revisableUntil || Date.parse(last.revisableUntil) < Date.now()) {
    return (
      <Text size="sm" role="status">
        {t('submitted', { money: formatMoney(last.task.reward, i18n.language) })}
      </Text>
    );
  }
  return (
    <Group gap="xs" role="status" justify={centred ? 'center' : 'flex-start'}>
      <Text size="sm">{t('submitted', { money: formatMoney(last.task.reward, i18n.language) })}</Text>
      <button type="button" className={classes.link} onClick={() => onGoBack(last)}>
        {t('change', { until: formatInstant(last.revisableUntil, i18n.language) })}
      </button>
    </Group>
  );
}
