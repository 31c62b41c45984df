/** At most `limit` items after the first `skip` ones; no page is read after the last of them. */
export async function take<Item>(
  pages: AsyncIterable<readonly Item[]>,
  skip: number,
  limit: number,
): Promise<readonly Item[]> {
  // DynamoDB knows no page of nothing.
  if (limit === 0) return [];
  const items: Item[] = [];
  let before = skip;
  for await (const page of pages) {
    items.push(...page.slice(before, before + limit - items.length));
    before = Math.max(0, before - page.length);
    if (items.length === limit) break;
  }
  return items;
}
