import { Button, Group, Stack, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '../../../shared/api/client';
import type { components } from '../../../shared/api/schema';
import { formatMoney, isZero, type Money, negated } from '../../../shared/format/money';
import { formatInstant } from '../../../shared/format/time';
import { Empty, Loading, ProblemNotice } from '../../../shared/ui/states';
import classes from '../answers/answers.module.css';

type Notice = components['schemas']['NoticeView'];

const noticesKey = ['worker', 'notices'] as const;
/** Kinds whose reason was written by a person, and is shown as it stands. */
const inOwnWords: ReadonlySet<string> = new Set(['PAY_TAKEN_BACK']);
/** Kinds whose subject is an assignment, which can be opened. */
const aboutAnswers: ReadonlySet<string> = new Set(['PAY_TAKEN_BACK', 'REJECTION_HELD', 'REJECTED', 'OVERTURNED']);

/** What a notice says of money: with a sign where it was taken away. */
const moneyOf = ({ kind, amount }: Notice): Money | null =>
  !amount || isZero(amount) ? null : kind === 'PAY_TAKEN_BACK' ? negated(amount) : amount;

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
  const money = moneyOf(notice);
  const reason = notice.detail?.reason;
  const known = !inOwnWords.has(notice.kind ?? '');
  const inWords = known && reason ? i18n.exists(`pay:reason.${reason}`) && t(`reason.${reason}`) : reason;
  const content = (
    <>
      <span>
        <strong>{t(`notice.${notice.kind}`, { count: notice.times ?? 1 })}</strong>
        <br />
        <small>{formatInstant(notice.occurredAt ?? '', i18n.language)}</small>
        {inWords && (
          <>
            <br />
            {inWords}
          </>
        )}
      </span>
      <span className={classes.amount}>{money && formatMoney(money, i18n.language)}</span>
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
