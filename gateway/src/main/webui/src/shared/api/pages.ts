import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';

interface Page {
  items?: readonly unknown[];
  next?: string | null;
}

/**
 * A list of the API, page by page.
 *
 * @param ask asks for one page: the cursor that it is given, or nothing for the first
 * @param enabled whether it is asked for at all
 */
export function usePages<Item>(
  queryKey: QueryKey,
  ask: (cursor: { cursor?: string }) => Promise<Page>,
  enabled = true,
) {
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => ask(pageParam ? { cursor: pageParam } : {}),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => (page.items ?? []) as Item[]),
    enabled,
  });
}
