import { Button, Group, Stack, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '../../../shared/api/client';
import type { components } from '../../../shared/api/schema';
import { formatMoney, isZero } from '../../../shared/format/money';
import { formatInstant } from '../../../shared/format/time';
import { Empty, Loading, ProblemNotice } from '../../../shared/ui/states';
import classes from '../answers/answers.module.css';

type Notice = components['schemas']['NoticeView'];

const noticesKey = ['worker', 'notices'] as const;
/** Kinds whose subject is an assignment, which can be opened. */
const aboutAnswers: ReadonlySet<string> = new Set(['REJECTION_HELD', 'REJECTED', 'OVERTURNED']);

export default function NoticesPage() {
  const { t } = useTranslation('pay');
  const queries = useQueryClient();
  const notices = useInfiniteQuery({
    queryKey: noticesKey,
    queryFn: async ({ pageParam }) =>
      (await unwrap(
        api.GET('/v1/me/notices', { params: { query: { limit: 30, ...(pageParam ? { cursor: pageParam } : {}) } } }),
      )) as components['schemas']['NoticePage'],
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const read = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/me/notices/read', { body: {} })),
    onSuccess: () => queries.invalidateQueries({ queryKey: noticesKey }),
  });
  const all = notices.data?.pages.flatMap((page) => page.items ?? []) ?? [];
  const unread = notices.data?.pages[0]?.unread ?? 0;
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h2">
          {t('notices.title')}
        </Title>
        {unread > 0 && (
          <Button variant="default" size="md" onClick={() => read.mutate()} loading={read.isPending}>
            {t('notices.readAll', { count: unread })}
          </Button>
        )}
      </Group>
      {notices.isPending && <Loading />}
      {notices.isError && <ProblemNotice failure={notices.error} onRetry={() => notices.refetch()} />}
      {read.isError && <ProblemNotice failure={read.error} />}
      {notices.isSuccess && all.length === 0 && <Empty title={t('notices.none')} text={t('notices.noneText')} />}
      <ul className={classes.list}>
        {all.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} />
        ))}
      </ul>
      {notices.hasNextPage && (
        <Button
          variant="default"
          size="md"
          onClick={() => notices.fetchNextPage()}
          loading={notices.isFetchingNextPage}
        >
          {t('common:more')}
        </Button>
      )}
    </Stack>
  );
}

function NoticeRow({ notice }: { notice: Notice }) {
  const { t, i18n } = useTranslation('pay');
  const content = (
    <>
      <span>
        <strong>{t(`notice.${notice.kind}`, { count: notice.times ?? 1 })}</strong>
        <br />
        <small>{formatInstant(notice.occurredAt ?? '', i18n.language)}</small>
        {notice.detail?.reason && i18n.exists(`pay:reason.${notice.detail.reason}`) && (
          <>
            <br />
            {t(`reason.${notice.detail.reason}`)}
          </>
        )}
      </span>
      <span className={classes.amount}>
        {notice.amount && !isZero(notice.amount) && formatMoney(notice.amount, i18n.language)}
      </span>
    </>
  );
  return (
    <li>
      {aboutAnswers.has(notice.kind ?? '') && notice.subjectId ? (
        <Link to={`/worker/answers/${notice.subjectId}`} className={classes.row ?? ''} data-unread={!notice.readAt}>
          {content}
        </Link>
      ) : (
        <div className={classes.row} data-unread={!notice.readAt}>
          {content}
        </div>
      )}
    </li>
  );
}
