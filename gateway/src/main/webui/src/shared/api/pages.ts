import { keepPreviousData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query';

interface Page {
  items?: readonly unknown[];
  next?: string | null;
}

/**
 * Reads a list of the API on, where a part of it cannot be asked for.
 *
 * @param ask as for {@link usePages}
 * @param found whether an item is the last that is needed; all are read where it is left out
 * @returns the items of the pages that were read
 */
export async function readPages<Item>(
  ask: (cursor: { cursor?: string }) => Promise<Page>,
  found: (item: Item) => boolean = () => false,
): Promise<Item[]> {
  const read: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask(cursor ? { cursor } : {});
    const items = (page.items ?? []) as Item[];
    read.push(...items);
    if (items.some(found)) break;
    cursor = page.next ?? undefined;
  } while (cursor);
  return read;
}

/**
 * A list of the API, page by page.
 *
 * @param ask asks for one page: the cursor that it is given, or nothing for the first
 * @param enabled whether it is asked for at all
 * @param keepsShown whether the list of the key before is shown until this one is there
 */
export function usePages<Item>(
  queryKey: QueryKey,
  ask: (cursor: { cursor?: string }) => Promise<Page>,
  enabled = true,
  keepsShown = false,
) {
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => ask(pageParam ? { cursor: pageParam } : {}),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => (page.items ?? []) as Item[]),
    enabled,
    ...(keepsShown && { placeholderData: keepPreviousData }),
  });
}
