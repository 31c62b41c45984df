/** What a request of one kind took each server, in milliseconds. */
export type Row = { readonly name: string; readonly milliseconds: ReadonlyMap<string, number> };

/** How many times as long the best of the others takes for a page, at least. */
const onPages = 5;

/** A sentence for each row in which Rollcall is not as far ahead as it has to be. */
export function missedBy(rows: readonly Row[], kept: ReadonlyMap<string, number>, expected: number): readonly string[] {
  const missed = rows.flatMap(({ name, milliseconds }) => {
    const time = (server: string): number => milliseconds.get(server) ?? Number.NaN;
    const ours = time('rollcall');
    const best = Math.min(...[...milliseconds].filter(([server]) => server !== 'rollcall').map(([, theirs]) => theirs));
    return [
      ...(ours < time('better-auth') ? [] : [`${name}: not ahead of better-auth.`]),
      ...(!name.startsWith('page') || best >= onPages * ours
        ? []
        : [`${name}: ${(best / ours).toFixed(1)} times as fast as the best of the others, not ${onPages}.`]),
      ...(!/^(?:POST|PATCH)/u.test(name) || ours < time('jackson') ? [] : [`${name}: not ahead of Jackson.`]),
    ];
  });
  const left = kept.get('rollcall');
  return left === expected ? missed : [...missed, `Of ${expected} members ${left} were kept.`];
}
