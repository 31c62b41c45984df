import { readConsoleCursor, writeConsoleCursor } from './console-cursor.ts';
import { consoleRefusals } from './console-refusals.ts';
import type {
  Console,
  ConsolePage,
  GroupSummary,
  GroupView,
  MemberReference,
  MembershipView,
  PageRequest,
} from './console.ts';
import { readGroup } from './group-reading.ts';
import { displayOf } from './group-resource.ts';
import { changeGroup } from './group-update.ts';
import { groupSummary, lastPush, pushesLookedAt } from './group-view.ts';
import { memberReference } from './member-view.ts';
import type { WantedMembers } from './membership.ts';

/** Waiting members that a group is shown with by name. */
const waitingShown = 100;

/** The groups that exist, in the order of their ids. */
export async function listGroups(console: Console, page: PageRequest): Promise<ConsolePage<GroupSummary>> {
  const [last] = page.cursor === undefined ? [] : readConsoleCursor(console, 'groups', [], page.cursor);
  const structure = await console.directory.structure();
  const groups = await console.directory.groupsBeside(structure, last, 'after', page.limit + 1);
  const shown = groups.slice(0, page.limit);
  const end = groups.length > page.limit ? shown.at(-1) : undefined;
  return {
    items: shown.flatMap((group) => {
      const displayed = displayOf(console, structure, group);
      return displayed === undefined ? [] : groupSummary(structure, group, displayed);
    }),
    ...(end !== undefined && { nextCursor: writeConsoleCursor(console, 'groups', [], [end.id]) }),
  };
}

/** A group with its last push, whom that skipped, and who waits for a reactivation (G7). Throws 404. */
export async function readGroupDetails(console: Console, id: string): Promise<GroupView> {
  const { directory } = console;
  const [{ group, structure, ...displayed }, transit, activities] = await Promise.all([
    readGroup(console, id, consoleRefusals.groupUnknown),
    directory.usersInTransit(),
    directory.activityOf(id, pushesLookedAt),
  ]);
  const members = await directory.members(group, transit);
  const waiting = members.filter((member) => member.waiting);
  const shown = await directory.users(waiting.slice(0, waitingShown).map(({ userId }) => userId));
  const push = lastPush(activities);
  return {
    ...groupSummary(structure, group, displayed),
    memberCount: members.length - waiting.length,
    ...(push !== undefined && { lastPush: push }),
    waiting: { count: waiting.length, members: shown.map(memberReference) },
  };
}

/** The members of a group in the order of their ids; those who are inactive wait for a reactivation (G7). Throws 404. */
export async function listGroupMembers(
  console: Console,
  id: string,
  page: PageRequest,
): Promise<ConsolePage<MemberReference>> {
  const { directory } = console;
  const [last] = page.cursor === undefined ? [] : readConsoleCursor(console, 'members of', [id], page.cursor);
  const [{ group }, transit] = await Promise.all([
    readGroup(console, id, consoleRefusals.groupUnknown),
    directory.usersInTransit(),
  ]);
  const members = await directory.membersAfter(group, last, page.limit + 1, transit);
  const shown = members.slice(0, page.limit);
  const end = members.length > page.limit ? shown.at(-1) : undefined;
  const users = await directory.users(shown.map(({ userId }) => userId));
  return {
    items: users.map(memberReference),
    ...(end !== undefined && { nextCursor: writeConsoleCursor(console, 'members of', [id], [end.userId]) }),
  };
}

/** Adds members and removes members, all or nothing, by the rules of a push (G7, G8). Throws 404. */
export async function changeGroupMembers(
  console: Console,
  id: string,
  { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<MembershipView> {
  const leaving = new Set(remove);
  const both = add.find((userId) => leaving.has(userId));
  if (both !== undefined) throw consoleRefusals.memberAddedAndRemoved(both);
  const joining = new Map(add.map((value) => [value, { value }]));
  const wanted: WantedMembers = { replaces: false, joining, leaving };
  const plan = await changeGroup(
    console,
    id,
    { required: false, check: () => undefined },
    {
      memberIds: [...joining.keys(), ...leaving],
      readsMembers: false,
      members: () => wanted,
      missing: consoleRefusals.groupUnknown,
    },
  );
  const known = new Set(plan.add.map(({ userId }) => userId));
  return {
    added: plan.add.filter(({ groups, waiting }) => !groups.has(id) && !waiting.has(id)).map(({ userId }) => userId),
    removed: plan.remove.filter(({ groups, waiting }) => groups.has(id) || waiting.has(id)).map(({ userId }) => userId),
    skipped: [...joining.keys()].filter((userId) => !known.has(userId)),
  };
}
