import { Button, Group, NativeSelect, Stack, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMayChange } from '../../../app/may-change';
import { formatMoney } from '../../../shared/format/money';
import { formatCount } from '../../../shared/format/number';
import { formatDay } from '../../../shared/format/time';
import { BarLine } from '../../../shared/ui/charts';
import { Empty, Loading, ProblemNotice } from '../../../shared/ui/states';
import classes from '../requester.module.css';
import { isPublished, type Job, type JobState, useJobs, useProgress } from './jobs';
import { StateSign } from './StateSign';

const states: readonly JobState[] = ['DRAFT', 'FUNDING', 'PILOT', 'OPEN', 'PAUSED', 'COMPLETED', 'CANCELLED'];

export function JobsPage() {
  const { t } = useTranslation('requester');
  const [state, setState] = useState<JobState | ''>('');
  const jobs = useJobs(state);
  const mayChange = useMayChange();
  return (
    <Stack>
      <Group justify="space-between" align="end">
        <Title order={1} size="h2">
          {t('jobs.title')}
        </Title>
        {mayChange && (
          <Button component={Link} to="/requester/new" size="md">
            {t('jobs.new')}
          </Button>
        )}
      </Group>
      <NativeSelect
        label={t('jobs.show')}
        size="md"
        maw={280}
        value={state}
        onChange={(event) => setState(event.currentTarget.value as JobState | '')}
        data={[{ value: '', label: t('jobs.all') }, ...states.map((value) => ({ value, label: t(`state.${value}`) }))]}
      />
      {jobs.isPending && <Loading />}
      {jobs.isError && <ProblemNotice failure={jobs.error} onRetry={() => jobs.refetch()} />}
      {jobs.data?.length === 0 && (
        <Empty title={t('jobs.none')} text={state ? t('jobs.noneOfState') : t('jobs.noneText')} />
      )}
      <ul className={classes.list}>
        {jobs.data?.map((job) => (
          <li key={job.id}>
            <Row job={job} />
          </li>
        ))}
      </ul>
      {jobs.hasNextPage && (
        <Button variant="default" size="md" onClick={() => jobs.fetchNextPage()} loading={jobs.isFetchingNextPage}>
          {t('common:more')}
        </Button>
      )}
    </Stack>
  );
}

function Row({ job }: { job: Job }) {
  const { t, i18n } = useTranslation('requester');
  const published = isPublished(job.state);
  const progress = useProgress(job.id, published);
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <Link to={`/requester/jobs/${job.id}`} className={classes.job ?? ''}>
      <span>
        <span className={classes.name}>{job.title}</span>
        <br />
        <StateSign state={job.state} />{' '}
        <span className={classes.dim}>
          {t('jobs.facts', {
            reward: formatMoney(job.reward, i18n.language),
            count: job.taskCount ?? 0,
            tasks: count(job.taskCount ?? 0),
            day: formatDay(job.createdAt ?? '', i18n.language),
          })}
        </span>
      </span>
      {published && progress.data && (
        <span>
          <BarLine share={progress.data.tasks > 0 ? progress.data.tasksDone / progress.data.tasks : 0} />
          <span className={classes.dim}>
            {t('jobs.progress', {
              done: count(progress.data.tasksDone),
              tasks: count(progress.data.tasks),
              waiting: count(progress.data.submitted),
              spent: formatMoney(progress.data.spent, i18n.language),
            })}
          </span>
        </span>
      )}
    </Link>
  );
}
