import { refused } from './failure.ts';

/** Whether a text is an id of Rollcall's making. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(text);
}

/** The only one of those that have the wanted name; refused where there is none, and where there are several. */
export function onlyOne<Item extends { readonly id: string }>(
  kind: string,
  wanted: string,
  named: readonly Item[],
  tellApart: (item: Item) => string = () => '',
): Item {
  const [first] = named;
  if (first === undefined) throw refused(`There is no ${kind} "${wanted}". Please give its id or its exact name.`);
  if (named.length === 1) return first;
  const choices = named.map((item) => `  ${item.id} ${tellApart(item)}`.trimEnd());
  throw refused(
    `${named.length} ${kind}s are named "${wanted}". Please give the id of the one that you mean:\n${choices.join('\n')}`,
  );
}
