interface Page<T> {
  items?: T[] | undefined;
  next?: string | null | undefined;
}

/** {@return the items of all pages of a list} */
export async function collect<T>(page: (cursor: { cursor?: string }) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let next: string | null | undefined;
  do {
    const answer: Page<T> = await page(next ? { cursor: next } : {});
    all.push(...(answer.items ?? []));
    next = answer.next;
  } while (next);
  return all;
}
