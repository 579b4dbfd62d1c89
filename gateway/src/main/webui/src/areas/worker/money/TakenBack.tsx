import { Alert, Button, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '../../../shared/api/client';
import type { components } from '../../../shared/api/schema';
import { formatMoney, negated } from '../../../shared/format/money';
import { formatDay } from '../../../shared/format/time';
import { ProblemNotice } from '../../../shared/ui/states';
import classes from '../answers/answers.module.css';

type Notice = components['schemas']['NoticeView'];

const kind = 'PAY_TAKEN_BACK';
const unseenKey = ['worker', 'notices', kind, 'unseen'] as const;

/** Notices of pay that was taken back. @param unread whether only those that the worker has not said to have seen */
function useTakenBack(key: readonly string[], unread: boolean) {
  return useInfiniteQuery({
    queryKey: key,
    queryFn: async ({ pageParam }) =>
      (await unwrap(
        api.GET('/v1/me/notices', {
          params: { query: { kind, unread, limit: 10, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      )) as components['schemas']['NoticePage'],
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => page.items ?? []),
  });
}

/** What was taken back, before all else, until the worker says to have seen it. */
export function TakenBackNotices() {
  const { t, i18n } = useTranslation('pay');
  const queries = useQueryClient();
  const unseen = useTakenBack(unseenKey, true);
  const see = useMutation({
    mutationFn: (id: string) =>
      unwrap(api.POST('/v1/me/notices/{noticeId}/read', { params: { path: { noticeId: id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['worker', 'notices'] }),
  });
  return (
    <>
      {unseen.data?.map((notice) => (
        <Alert key={notice.id} color="yellow" variant="outline" title={t('notice.PAY_TAKEN_BACK', { count: 1 })}>
          <Stack gap="xs" align="flex-start">
            <Text>
              {notice.amount &&
                t('takenBack.text', {
                  money: formatMoney(notice.amount, i18n.language),
                  day: formatDay(notice.occurredAt ?? '', i18n.language),
                })}
            </Text>
            <Text>{t('takenBack.reason', { reason: notice.detail?.reason ?? '' })}</Text>
            <Text>
              <Link to={`/worker/answers/${notice.subjectId}`}>{t('takenBack.answer')}</Link>
            </Text>
            <Button
              size="md"
              variant="default"
              loading={see.isPending && see.variables === notice.id}
              onClick={() => notice.id && see.mutate(notice.id)}
            >
              {t('takenBack.seen')}
            </Button>
          </Stack>
        </Alert>
      ))}
      {see.isError && <ProblemNotice failure={see.error} />}
    </>
  );
}

/** All that was ever taken back, with the reasons: the sums of a statement do not say why they are lower. */
export function TakenBackPay() {
  const { t } = useTranslation('pay');
  const all = useTakenBack(['worker', 'notices', kind, 'all'], false);
  if (!all.data?.length) return null;
  return (
    <section>
      <Title order={2} size="h3" mb="xs">
        {t('takenBack.title')}
      </Title>
      <ul className={classes.list}>
        {all.data.map((notice) => (
          <li key={notice.id}>
            <Line notice={notice} />
          </li>
        ))}
      </ul>
      {all.hasNextPage && (
        <Button
          mt="sm"
          variant="default"
          size="md"
          onClick={() => all.fetchNextPage()}
          loading={all.isFetchingNextPage}
        >
          {t('common:more')}
        </Button>
      )}
    </section>
  );
}

function Line({ notice }: { notice: Notice }) {
  const { i18n } = useTranslation('pay');
  return (
    <Link to={`/worker/answers/${notice.subjectId}`} className={classes.row ?? ''}>
      <span>
        {notice.detail?.reason}
        <br />
        <small>{formatDay(notice.occurredAt ?? '', i18n.language)}</small>
      </span>
      <span className={classes.amount}>{notice.amount && formatMoney(negated(notice.amount), i18n.language)}</span>
    </Link>
  );
}
