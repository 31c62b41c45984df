import { readItems } from '#storage/send-reads.ts';
import type { Attributes } from '#storage/item.ts';
import type { Key } from '#storage/keys.ts';
import type { Session } from '#storage/session.ts';
import { readUsersInTransit } from '#storage/users-in-transit.ts';
import { textOf } from './check.ts';
import type { VerifySettings } from './check.ts';
import { findingOf } from './finding.ts';
import type { Finding } from './finding.ts';
import { lookAt } from './look.ts';
import type { Suspect } from './look.ts';

/** Milliseconds before each further look. */
const pauses = [100, 400, 1_000, 2_000, 4_000];

/**
 * Looks again and again at what looked wrong, because others write meanwhile. Two looks in a row that find the same in an
 * item that has not changed between them are a finding: what was read between them was there beside this very item.
 */
export async function confirm(
  session: Session,
  settings: VerifySettings,
  suspects: readonly Suspect[],
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  let left = new Map<string, Seen>();
  let keys = distinct(suspects);
  let time = 0;
  for (const pause of pauses) {
    if (keys.length === 0) return findings;
    await session.timing.sleep(pause);
    time += pause;
    const seen = await lookAgain(session, settings, keys);
    const next = new Map<string, Seen>();
    for (const one of seen) {
      const before = left.get(idOf(one));
      const same = before?.suspect.mark === one.mark;
      const since = same ? before.since : time;
      if (same && time - since >= (one.suspicion.patience ?? 0)) findings.push(findingOf(one.suspicion, one.key));
      else next.set(idOf(one), { suspect: one, since });
    }
    left = next;
    keys = distinct([...left.values()].map(({ suspect }) => suspect));
  }
  return [...findings, ...unsettled([...left.values()].map(({ suspect }) => suspect))];
}

type Seen = { readonly suspect: Suspect; readonly since: number };

async function lookAgain(
  session: Session,
  settings: VerifySettings,
  keys: readonly Key[],
): Promise<readonly Suspect[]> {
  const transit = await readUsersInTransit(session);
  const there = new Map((await readItems(session, keys)).map((item) => [textOf(item), item]));
  const items = keys.map((key): Attributes => there.get(textOf(key)) ?? { ...key, type: 'absent' });
  return lookAt(session, settings, { items, transit });
}

/** What is worked on may go on changing; anything else that does so cannot be told from damage. */
function unsettled(suspects: readonly Suspect[]): readonly Finding[] {
  return suspects
    .filter(({ suspicion }) => suspicion.patience === undefined)
    .map(({ key, suspicion }) =>
      findingOf({ code: 'changesTooFast', words: `It changed with each look. At last: ${suspicion.words}` }, key),
    );
}

function distinct(suspects: readonly Suspect[]): readonly Key[] {
  return [...new Map(suspects.map(({ key }) => [textOf(key), key])).values()];
}

function idOf({ key, suspicion }: Suspect): string {
  return [textOf(key), suspicion.code, suspicion.words, ...(suspicion.keys ?? []).map(textOf)].join('\n');
}
