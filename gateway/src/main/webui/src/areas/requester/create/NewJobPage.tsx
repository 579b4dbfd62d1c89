import { Anchor, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { api, unwrap } from '../../../shared/api/client';
import { textIn } from '../../../shared/task/spec';
import { Loading, ProblemNotice } from '../../../shared/ui/states';
import { jobsKey, useJob } from '../jobs/jobs';
import classes from '../requester.module.css';
import { JobForm } from './JobForm';
import { OwnPage } from './OwnPage';
import type { SpecDocument } from './spec-edit';
import { type Sample, useTemplate, useTemplates } from './templates';
import { termsOf, usualTerms } from './terms';

/** First what kind of work, then its words and terms beside what workers will see. */
export default function NewJobPage() {
  const { t } = useTranslation('requester');
  const [search] = useSearchParams();
  const preset = search.get('preset') ?? '';
  const copied = search.get('copy') ?? '';
  return (
    <Stack>
      <div>
        <Anchor component={Link} to={preset || copied ? '/requester/new' : '/requester'} size="sm" underline="always">
          {preset || copied ? t('create.otherKind') : t('job.back')}
        </Anchor>
        <Title order={1} size="h2">
          {t('create.title')}
        </Title>
      </div>
      {copied ? (
        <FromJob jobId={copied} reward={search.get('reward')} />
      ) : preset === 'custom-html' ? (
        <OwnPage />
      ) : preset ? (
        <FromPreset name={preset} />
      ) : (
        <Presets />
      )}
    </Stack>
  );
}

function Presets() {
  const { t, i18n } = useTranslation('requester');
  const templates = useTemplates();
  if (templates.isPending) return <Loading />;
  if (templates.isError) return <ProblemNotice failure={templates.error} onRetry={() => templates.refetch()} />;
  return (
    <>
      <Text>{t('create.choose')}</Text>
      <div className={classes.choices}>
        {templates.data.items.map((template) => {
          const title = textIn(template.title, i18n.language);
          const summary = textIn(template.summary, i18n.language);
          return (
            <Link
              key={template.name}
              to={`/requester/new?preset=${template.name}`}
              className={classes.choice ?? ''}
              style={{ textDecoration: 'none' }}
            >
              <strong lang={title.lang}>{title.text}</strong>
              <br />
              <span className={classes.dim} lang={summary.lang}>
                {summary.text}
              </span>
            </Link>
          );
        })}
      </div>
    </>
  );
}

function FromPreset({ name }: { name: string }) {
  const { i18n } = useTranslation('requester');
  const template = useTemplate(name);
  if (template.isPending) return <Loading />;
  if (template.isError) return <ProblemNotice failure={template.error} onRetry={() => template.refetch()} />;
  const title = textIn(template.data.title, i18n.language).text;
  return (
    <JobForm key={name} spec={template.data.spec} samples={template.data.samples} terms={{ ...usualTerms, title }} />
  );
}

function FromJob({ jobId, reward }: { jobId: string; reward: string | null }) {
  const job = useJob(jobId);
  const samples = useQuery({
    queryKey: [...jobsKey, 'tasks', jobId, 'samples'],
    queryFn: async () =>
      ((await unwrap(api.GET('/v1/jobs/{jobId}/tasks', { params: { path: { jobId }, query: { limit: 3 } } }))).items ??
        []) as unknown as Sample[],
  });
  if (job.isPending || samples.isPending) return <Loading />;
  if (job.isError) return <ProblemNotice failure={job.error} onRetry={() => job.refetch()} />;
  return (
    <JobForm
      spec={job.data.spec as unknown as SpecDocument}
      samples={samples.data ?? []}
      terms={termsOf(job.data, reward)}
    />
  );
}
