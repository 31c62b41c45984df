import { randomUUID } from 'node:crypto';
import type { JsonObject } from '#scim/json.ts';
import { contains, isInGroups, type Expectation } from './answer.ts';
import { asMember, assignPerson, expectUser, idOf, inventPerson, type Cast } from './cast.ts';
import { expectMembers, linkGroup, push, renameRefusal } from './group-reading.ts';
import { changeMembers, patchUser, pushMembers, pushWholeGroup, renameGroup } from './identity-provider.ts';
import type { Stage } from './stage.ts';

/** Group push of an app of the catalogue: PATCH, and the group's name along with every change of members. */
export async function playCataloguePush(stage: Stage, cast: Cast): Promise<void> {
  stage.chapter('Catalogue app (PATCH): group push');
  const group = cast.projectGroup;
  const alan = await assignPerson(stage, 'catalogue', inventPerson(cast, 'Alan'));
  const kurt = await assignPerson(stage, 'catalogue', inventPerson(cast, 'Kurt'));
  const both = [asMember(alan), asMember(kurt)];
  const stranger = { value: randomUUID(), display: 'stranger@example.net' };
  await linkGroup(stage, 'catalogue', group);

  await push(stage, 'Add two members', group, changeMembers(group, { add: both }), applied);
  await expectMembers(stage, 'both are members', 'G7', group, idOf(alan), idOf(kurt));
  await expectUser(stage, 'the user shows the group', 'U6', alan, isInGroups(group.id));
  await push(stage, 'Add them again', group, changeMembers(group, { add: both }), applied);
  await push(stage, 'Remove one', group, changeMembers(group, { remove: [idOf(alan)] }), applied);
  await push(stage, 'Remove one again', group, changeMembers(group, { remove: [idOf(alan)] }), applied);
  await expectMembers(stage, 'one is left', 'G7', group, idOf(kurt));
  const swap = { add: [asMember(alan), stranger], remove: [idOf(kurt)] };
  await push(stage, 'Swap, with a stranger', group, changeMembers(group, swap), applied);
  await expectMembers(stage, 'the stranger is skipped', 'G7', group, idOf(alan));
  await push(stage, 'Push now', group, pushMembers(group, [asMember(kurt)]), applied);
  await expectMembers(stage, 'exactly those who were pushed', 'G7', group, idOf(kurt));
  await push(stage, 'Push now, without a path', group, pushWholeGroup(group, both), applied);
  await expectMembers(stage, 'exactly those who were pushed', 'G7', group, idOf(alan), idOf(kurt));

  await tryToRename(stage, cast, alan, kurt);
  await leaveAndReturn(stage, cast, alan, kurt);

  await push(stage, 'Push an empty group', group, pushMembers(group, []), applied);
  await expectMembers(stage, 'the group is empty', 'G7', group);
  // Left in the group on purpose: deleting the user has to take the membership away.
  await push(stage, 'Add one', group, changeMembers(group, { add: [asMember(kurt)] }), applied);
  await expectMembers(stage, 'one is a member', 'G7', group, idOf(kurt));
}

const applied: Expectation = { rule: 'P2', status: 204 };

/** "Rename groups" alone, and a new name in the middle of a change of members: both refused, nothing applied. */
async function tryToRename(
  stage: Stage,
  { projectGroup: group }: Cast,
  alan: JsonObject,
  kurt: JsonObject,
): Promise<void> {
  const displayName = `${group.displayName}-Renamed`;
  const removal = { remove: [idOf(alan)] };
  await push(stage, 'Rename the group', group, renameGroup(group, displayName), renameRefusal);
  await push(stage, 'Rename and remove one', group, changeMembers({ ...group, displayName }, removal), renameRefusal);
  await expectMembers(stage, 'name and members stay', 'G6', group, idOf(alan), idOf(kurt));
}

/** Deactivation takes the memberships away for good; one that is pushed meanwhile waits for the reactivation. */
async function leaveAndReturn(
  stage: Stage,
  { projectGroup: group }: Cast,
  alan: JsonObject,
  kurt: JsonObject,
): Promise<void> {
  const active = (user: JsonObject, what: string, value: boolean): Promise<unknown> =>
    stage.perform({
      what,
      request: patchUser(idOf(user), { active: value }),
      expect: { rule: 'U4', status: 200, checks: [contains({ active: value })] },
      task: `Error while trying to push profile update for ${String(user['userName'])}`,
    });
  await active(alan, 'Deactivate a member', false);
  await expectMembers(stage, 'the member is gone', 'U4', group, idOf(kurt));
  await active(alan, 'Reactivate', true);
  await expectMembers(stage, 'and does not come back alone', 'U4', group, idOf(kurt));

  await active(kurt, 'Deactivate the other', false);
  await push(stage, 'Push the inactive one', group, changeMembers(group, { add: [asMember(kurt)] }), applied);
  await expectMembers(stage, 'kept, and not shown', 'G7', group);
  await active(kurt, 'Reactivate the other', true);
  await expectMembers(stage, 'in effect', 'G7', group, idOf(kurt));
}
