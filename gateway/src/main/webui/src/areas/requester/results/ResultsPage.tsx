import { Button, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMayChange } from '../../../app/may-change';
import { api, unwrap } from '../../../shared/api/client';
import { formatCount } from '../../../shared/format/number';
import { formatShare } from '../../../shared/format/time';
import { mediumOf } from '../../../shared/task/files';
import type { Json, TaskSpec } from '../../../shared/task/spec';
import { Empty, Loading, ProblemNotice } from '../../../shared/ui/states';
import { controlKey } from '../control/controls';
import type { Job } from '../jobs/jobs';
import { fieldName, labelName } from '../jobs/spec-texts';
import { answerMedia } from '../preview/answer-media';
import classes from '../requester.module.css';
import { type TaskResult, useResults } from './results';
import { Standings } from './Standings';

/** What the answers come to, task by task, and how sure that is. */
export default function ResultsPage({ job }: { job: Job }) {
  const { t, i18n } = useTranslation('review');
  const results = useResults(job.id);
  const mayChange = useMayChange();
  const promotes = mayChange && Boolean(job.quality?.control);
  if (results.isPending) return <Loading />;
  if (results.isError) return <ProblemNotice failure={results.error} onRetry={() => results.refetch()} />;
  const { items, pendingTasks } = results.data;
  if (items.length === 0) return <Empty title={t('results.none')} text={t('results.noneText')} />;
  const fields = [...new Set(items.flatMap(({ result }) => Object.keys(result)))];
  return (
    <Stack>
      <Standings job={job} />
      {pendingTasks > 0 && (
        <Text size="sm" role="status">
          {t('results.pending', { count: pendingTasks, tasks: formatCount(pendingTasks, i18n.language) })}
        </Text>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className={classes.wide} tabIndex={0} aria-label={t('results.title')}>
        <table className={classes.grid}>
          <thead>
            <tr>
              <th scope="col">{t('results.task')}</th>
              <th scope="col">{t('results.state')}</th>
              <th scope="col">{t('results.answers')}</th>
              {fields.map((field) => (
                <th key={field} scope="col">
                  {fieldName(job.spec, field, i18n.language)}
                </th>
              ))}
              <th scope="col">{t('results.confidence')}</th>
              {promotes && <th scope="col">{t('results.control')}</th>}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <Row key={item.taskId} job={job} item={item} fields={fields} promotes={promotes} />
            ))}
          </tbody>
        </table>
      </section>
      {results.hasNextPage && (
        <Button variant="default" onClick={() => results.fetchNextPage()} loading={results.isFetchingNextPage}>
          {t('common:more')}
        </Button>
      )}
    </Stack>
  );
}

interface RowProps {
  job: Job;
  item: TaskResult;
  fields: readonly string[];
  /** Whether a result may become a control task. */
  promotes: boolean;
}

function Row({ job, item, fields, promotes }: RowProps) {
  const { t, i18n } = useTranslation('review');
  const share = (value: number | null | undefined) =>
    value === undefined || value === null ? '–' : formatShare(value, i18n.language);
  return (
    <tr>
      <th scope="row">{item.externalId}</th>
      <td>
        <span className={classes.state} data-state={item.state}>
          {t(`results.of.${item.state}`)}
        </span>
      </td>
      <td>{formatCount(item.answers, i18n.language)}</td>
      {fields.map((field) => {
        const found = item.result[field];
        return (
          <td key={field}>
            {found ? <Value job={job} field={field} value={found.value} /> : '–'}
            {found && (
              <>
                <br />
                <span className={classes.dim}>
                  {found.share !== undefined && t('results.share', { share: share(found.share) })}
                  {found.tie ? ` · ${t('results.tie')}` : ''}
                </span>
              </>
            )}
          </td>
        );
      })}
      <td>{share(item.confidence)}</td>
      {promotes && (
        <td>
          <Promote job={job} item={item} />
        </td>
      )}
    </tr>
  );
}

/** Files are looked at; everything else is read. */
function Value({ job, field, value }: { job: Job; field: string; value: Json | undefined }) {
  const { t, i18n } = useTranslation('review');
  const spec = job.spec as unknown as TaskSpec;
  if (spec.output.properties[field]?.['x-kind'] !== 'file') return valueText(job.spec, field, value, i18n.language);
  const files = (Array.isArray(value) ? value : [value]).filter((one) => mediumOf(one));
  if (files.length === 0) return '–';
  return files.map((one, place) => (
    <OpenFile key={String(one)} value={String(one)} text={t('results.file', { number: place + 1 })} />
  ));
}

/** The link of a file works for an hour, so it is asked for when it is wanted; a window that opens by itself would be blocked. */
function OpenFile({ value, text }: { value: string; text: string }) {
  const { t } = useTranslation('review');
  const open = useMutation({
    mutationFn: () => answerMedia.find(value),
  });
  if (open.data) {
    return (
      <Button
        component="a"
        href={open.data.url}
        target="_blank"
        rel="noopener noreferrer"
        variant="default"
        size="sm"
        h={44}
        mr={4}
        autoFocus
      >
        {t('results.open', { file: text })}
      </Button>
    );
  }
  return (
    <>
      <Button variant="default" size="sm" h={44} mr={4} loading={open.isPending} onClick={() => open.mutate()}>
        {text}
      </Button>
      {open.error && <ProblemNotice failure={open.error} />}
    </>
  );
}

/** {@return a value as it reads in a table: labels by their texts, what is drawn or listed as it is kept} */
export function valueText(spec: unknown, field: string, value: Json | undefined, language: string): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'string') return labelName(spec, field, value, language);
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    return value.map((one) => labelName(spec, field, String(one), language)).join(', ') || '–';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A sure result makes a good control task. */
function Promote({ job, item }: { job: Job; item: TaskResult }) {
  const { t } = useTranslation('review');
  const queries = useQueryClient();
  const promote = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/jobs/{jobId}/control-tasks/promote', {
          params: { path: { jobId: job.id } },
          body: { items: [{ taskId: item.taskId }] },
        }),
      ) as Promise<unknown>,
    onSuccess: () => queries.invalidateQueries({ queryKey: controlKey(job.id) }),
  });
  if (promote.isSuccess) return <span role="status">{t('results.promoted')}</span>;
  return (
    <>
      <Button
        variant="default"
        size="sm"
        h={44}
        disabled={item.state !== 'DONE'}
        loading={promote.isPending}
        aria-label={t('results.promoteNamed', { name: item.externalId })}
        onClick={() => promote.mutate()}
      >
        {t('results.promote')}
      </Button>
      {promote.error && <ProblemNotice failure={promote.error} />}
    </>
  );
}
