import { clean, inStyle, pad, shorten, widthOf } from './text.ts';

/** A column of a table. */
export type Column<Item> = {
  readonly title: string;
  value(item: Item): string | undefined;
  /** Never shortened: half an id is none. */
  readonly whole?: boolean;
};

const gap = '  ';
/** No column is made narrower than this. */
const narrowest = 8;

/** Lays items out below the columns' titles; in a terminal no wider than it, if that can be done. */
export function layTable<Item>(
  items: readonly Item[],
  columns: readonly Column<Item>[],
  { columns: available, colours }: { readonly columns: number | undefined; readonly colours: boolean },
): string {
  const titles = columns.map(({ title }) => title);
  const cells = items.map((item) => columns.map((column) => clean(column.value(item) ?? '')));
  const natural = columns.map((_, index) => Math.max(...[titles, ...cells].map((row) => widthOf(row[index] ?? ''))));
  const widths = available === undefined ? natural : fitWidths(natural, columns, available);
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => pad(shorten(cell, widths[index] ?? 0), widths[index] ?? 0))
      .join(gap)
      .trimEnd();
  return [inStyle('bold', line(titles), colours), ...cells.map((row) => line(row))].join('\n');
}

/** Takes from the widest column that may be shortened, again and again. */
function fitWidths(
  natural: readonly number[],
  columns: readonly Column<never>[],
  available: number,
): readonly number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1)) - available;
  while (excess > 0) {
    const shortened = widths.map((width, index) => (columns[index]?.whole === true ? 0 : width));
    const widest = Math.max(...shortened);
    if (widest <= narrowest) break;
    widths[shortened.indexOf(widest)] = widest - 1;
    excess -= 1;
  }
  return widths;
}

/** Lays one thing out, a line for each of its fields; fields without a value are left out. */
export function layDetails(fields: readonly (readonly [label: string, value: string | undefined])[]): string {
  const present = fields.filter((field): field is readonly [string, string] => field[1] !== undefined);
  const width = Math.max(...present.map(([label]) => widthOf(label))) + gap.length;
  return present.map(([label, value]) => (pad(label, width) + clean(value)).trimEnd()).join('\n');
}
