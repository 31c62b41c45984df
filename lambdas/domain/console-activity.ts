import type { Activity, ActivityQuery, TargetType } from './activity.ts';
import { joinPages } from './activity-pages.ts';
import type { Console, ConsolePage, PageRequest } from './console.ts';
import { readConsoleCursor, writeConsoleCursor } from './console-cursor.ts';
import type { ActivityLogName, ActivityRead } from './directory.ts';
import { generatedGroups } from './group-names.ts';
import { type Help, helpOn } from './help.ts';
import { isUuid } from './uuid.ts';

/** An entry of the activity log as the Console shows it, with names as of now where the entry has none. */
export type ActivityView = Omit<Activity, 'actor' | 'onBehalfOf' | 'joined' | 'left'> & {
  readonly actor: Named & { readonly type: 'key' | 'principal' };
  readonly onBehalfOf?: Named;
  /** Users who became members of the group or ceased to be; groups, where the target is a user. */
  readonly joined?: readonly Named[];
  readonly left?: readonly Named[];
  /** What to do about it. */
  readonly help?: Help;
};

/** Something with what it is called now, where it is still there. */
type Named = { readonly id: string; readonly name?: string };

/** Of those who joined, and of those who left, so many are looked up; a large push tells the others by their ids. */
const mostLookedUp = 10;

/** So many people of a page are looked up, which the store reads at the same time; nobody else is named. */
const mostPeople = 800;

/** The activity log, newest first: what was done, what was refused, and what to do about it. A page may be short. */
export async function listActivity(
  console: Console,
  query: ActivityQuery,
  page: PageRequest,
): Promise<ConsolePage<ActivityView>> {
  const { directory } = console;
  const { outcome, actor, target, from, to } = query;
  const question = [outcome, actor, target, from, to].map((value) => value ?? null);
  const [before] = page.cursor === undefined ? [] : readConsoleCursor(console, 'activity', question, page.cursor);
  const wanted: Omit<ActivityRead, 'log'> = {
    limit: page.limit,
    ...(actor !== undefined && { actor }),
    ...(from !== undefined && { from: momentOf(from) }),
    ...(to !== undefined && { to: momentOf(to) }),
    ...(before !== undefined && { before }),
  };
  const [keys, structure, ...pages] = await Promise.all([
    directory.keys(),
    directory.structure(),
    ...logsOf(query).map((log) =>
      directory.activities({ ...wanted, log, ...(needsOutcome(query) && outcome !== undefined && { outcome }) }),
    ),
  ]);
  const { activities, next } = joinPages(pages, page.limit);
  const generated = generatedGroups(structure, console.product).byId;
  const unnamedGroups = unnamedOf('group', activities).filter((id) => !generated.has(id));
  const people = [...activities.flatMap(({ onBehalfOf }) => onBehalfOf ?? []), ...unnamedOf('user', activities)];
  const [users, groups] = await Promise.all([
    directory.users([...new Set(people)].slice(0, mostPeople)),
    directory.groups(unnamedGroups),
  ]);
  const names = new Map([
    [console.organization.id, console.organization.name] as const,
    ...[...keys, ...structure.projects, ...structure.roles, ...structure.teams].map(
      ({ id, name }) => [id, name] as const,
    ),
    ...users.map(({ profile }) => [profile.id, String(profile.attributes['userName'])] as const),
    ...[...groups].flatMap(([id, { place }]) => (place.kind === 'ordinary' ? [[id, place.name] as const] : [])),
  ]);
  const nameOf = (id: string): string | undefined => names.get(id) ?? generated.get(id)?.name;
  return {
    items: activities.map((activity) => viewOf(activity, nameOf)),
    ...(next !== undefined && { nextCursor: writeConsoleCursor(console, 'activity', question, [next]) }),
  };
}

/** Where what is asked is: by target, in what was done, in what was noted, or in both. */
function logsOf({ outcome, target }: ActivityQuery): readonly ActivityLogName[] {
  if (target !== undefined) return [{ target }];
  if (outcome === undefined) return ['done', 'noted'];
  return [outcome === 'done' ? 'done' : 'noted'];
}

/** All of what was done was done. */
function needsOutcome({ outcome, target }: ActivityQuery): boolean {
  return target !== undefined || outcome !== 'done';
}

/** As the log writes moments. */
function momentOf(text: string): string {
  return new Date(text).toISOString();
}

/** What entries are on, and who came and went, where they do not tell the name. */
function unnamedOf(type: 'user' | 'group', activities: readonly Activity[]): readonly string[] {
  return activities.flatMap(({ target, joined = [], left = [] }) => {
    if (target?.type === type) return target.name === undefined ? (target.id ?? []) : [];
    return target?.type === opposite[type] ? [joined, left].flatMap((ids) => ids.slice(0, mostLookedUp)) : [];
  });
}

/** Users come into groups, and groups have users coming in. */
const opposite = { user: 'group', group: 'user' } as const satisfies Partial<Record<TargetType, TargetType>>;

/** What something is called now. */
type NameOf = (id: string) => string | undefined;

function viewOf({ actor, onBehalfOf, target, joined, left, ...activity }: Activity, nameOf: NameOf): ActivityView {
  const help = activity.code === undefined ? undefined : helpOn(activity.code);
  return {
    ...activity,
    // Keys have ids of our making, principals have names of AWS's.
    actor: { type: isUuid(actor) ? 'key' : 'principal', ...named(actor, nameOf) },
    ...(onBehalfOf !== undefined && { onBehalfOf: named(onBehalfOf, nameOf) }),
    ...(target !== undefined && { target: { ...(target.id !== undefined && named(target.id, nameOf)), ...target } }),
    ...(joined !== undefined && { joined: joined.map((id) => named(id, nameOf)) }),
    ...(left !== undefined && { left: left.map((id) => named(id, nameOf)) }),
    ...(help !== undefined && { help }),
  };
}

function named(id: string, nameOf: NameOf): Named {
  const name = nameOf(id);
  return { id, ...(name !== undefined && { name }) };
}
