import { Option } from '@commander-js/extra-typings';
import { describeActivity } from './activity-words.ts';
import { type Desk, type Program, examples } from './desk.ts';
import { misuse } from './failure.ts';
import { isId } from './identity.ts';
import { readCount } from './limit.ts';
import { readMoment, readMomentAgo } from './moments.ts';
import { findKey, findTarget } from './names.ts';
import type { Session } from './session.ts';
import type { Activity } from './views.ts';

/** How often the log is looked into while it is followed, in milliseconds. */
const followEvery = 2000;
/** Entries reach the log a little later than what they tell of. */
const lateBy = 60_000;

type Wanted = Readonly<Record<'outcome' | 'actor' | 'target' | 'from' | 'to', string | undefined>>;

/** Adds `activity`: what was done and refused, and what to do about it. */
export function addActivityCommands(program: Program, desk: Desk): void {
  program
    .command('activity')
    .description('show what was done and refused, newest first, and what to do about it')
    .option('--refused', 'refusals alone: as --outcome refused')
    .addOption(
      new Option('--outcome <outcome>', 'what ended so')
        .choices(['done', 'partly', 'refused', 'failed', 'warning'])
        .conflicts('refused'),
    )
    .option('--actor <key>', 'what this key did, by its id or name, or this principal')
    .option(
      '--target <thing>',
      'what was done to this: an id, or the name of a member, group, project, role, team or key',
    )
    .addOption(new Option('--since <time>', 'what is not older: 2h, 7d').conflicts('from'))
    .option('--from <moment>', 'from this moment on: 2026-11-23, 2026-11-23T12:00:00Z')
    .option('--to <moment>', 'before this moment')
    .option('--limit <number>', 'so many at most', readCount, 50)
    .option('--follow', 'go on with what happens from now on, until Ctrl-C')
    .addHelpText(
      'after',
      examples(
        'rollcall activity --refused --since 2h',
        'rollcall activity --target ada@acme.com --from 2026-11-01',
        'rollcall activity --actor Okta --follow',
      ),
    )
    .action(
      desk.act(async (session, { refused, outcome, actor, target, since, from, to, limit, follow }) => {
        const now = session.surroundings.now();
        const start = since ?? from;
        const wanted: Wanted = {
          outcome: refused === true ? 'refused' : outcome,
          from: start === undefined ? undefined : readMomentAgo(start, now),
          to: to === undefined ? undefined : readMoment(to),
          actor: actor === undefined ? undefined : await findActor(session, actor),
          target: target === undefined ? undefined : await findTarget(session, target),
        };
        if (follow === true) {
          if (session.json) throw misuse('--follow has no end, and JSON needs one. Please leave one of them out.');
          return followActivity(session, wanted, now);
        }
        const list = await session.client.list<Activity>(await session.place('/activity'), wanted, limit);
        return session.show(list, () => describeAll(session, list.items));
      }),
    );
}

function describeAll({ surroundings }: Session, activities: readonly Activity[]): string {
  if (activities.length === 0) return 'Nothing of that kind is in the activity log.';
  return activities.map((activity) => describeActivity(activity, surroundings)).join('\n');
}

/** Principals have names of their own; what is no key's name is taken for one of them. */
async function findActor(session: Session, wanted: string): Promise<string> {
  return isId(wanted) || /^(?:arn|local):/u.test(wanted) ? wanted : findKey(session, wanted);
}

async function followActivity(session: Session, wanted: Wanted, since: Date): Promise<void> {
  const { surroundings, client } = session;
  const place = await session.place('/activity');
  const seen = new Set<string>();
  let from = wanted.from ?? since.toISOString();
  for (;;) {
    const askedAt = surroundings.now().getTime();
    const { items } = await client.list<Activity>(place, { ...wanted, from });
    const next = new Date(askedAt - lateBy).toISOString();
    if (next > from) from = next;
    for (const activity of items.toReversed()) {
      const key = JSON.stringify([activity.requestId, activity.target?.id, activity.outcome, activity.actions]);
      if (seen.has(key)) continue;
      seen.add(key);
      surroundings.print(describeActivity(activity, surroundings));
    }
    await surroundings.sleep(followEvery);
  }
}
