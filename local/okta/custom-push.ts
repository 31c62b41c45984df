import { randomUUID } from 'node:crypto';
import type { JsonObject } from '#scim/json.ts';
import { contains, hasMembers, isGroup, isInGroups, type Expectation } from './answer.ts';
import { asMember, assignPerson, expectUser, idOf, inventPerson, type Cast } from './cast.ts';
import { expectMembers, linkGroup, push, renameRefusal } from './group-reading.ts';
import { readGroup, replaceGroup, type LinkedGroup } from './identity-provider.ts';
import type { Stage } from './stage.ts';

/** Group push of an app of the App Integration Wizard: GET of the group, then PUT of the whole. */
export async function playCustomPush(stage: Stage, cast: Cast): Promise<void> {
  stage.chapter('Custom app (GET and PUT): group push');
  const group = cast.projectGroup;
  const edsger = await assignPerson(stage, 'custom', inventPerson(cast, 'Edsger'));
  const barbara = await assignPerson(stage, 'custom', inventPerson(cast, 'Barbara'));
  const stranger = { value: randomUUID(), display: 'stranger@example.net' };
  await linkGroup(stage, 'custom', group);

  const both = [asMember(edsger), asMember(barbara)];
  await overwrite(stage, group, 'Push two members', { members: both }, kept(group, idOf(edsger), idOf(barbara)));
  await expectMembers(stage, 'both are members', 'G7', group, idOf(edsger), idOf(barbara));
  await expectUser(stage, 'the user shows the group', 'U6', edsger, isInGroups(group.id));

  const one = [asMember(barbara)];
  await overwrite(stage, group, 'Push one member', { members: one }, kept(group, idOf(barbara)));
  await expectUser(stage, 'the user shows no group', 'U6', edsger, isInGroups());
  await overwrite(stage, group, 'Push one and a stranger', { members: [...one, stranger] }, kept(group, idOf(barbara)));
  await overwrite(stage, group, 'Push nobody but a stranger', { members: [stranger] }, strangersRefusal);
  await expectMembers(stage, 'the members stay', 'G7', group, idOf(barbara));

  const renaming = { displayName: `${group.displayName}-Renamed`, members: both };
  await overwrite(stage, group, 'Push with another name', renaming, renameRefusal);
  await expectMembers(stage, 'name and members stay', 'G6', group, idOf(barbara));

  await overwrite(stage, group, 'Push no members', { members: [] }, kept(group));
  await overwrite(stage, group, 'Push no members again', { members: [] }, kept(group));
  await expectMembers(stage, 'the group is empty', 'G7', group);
}

const strangersRefusal: Expectation = { rule: 'G7', status: 400, scimType: 'invalidValue' };

function kept(group: LinkedGroup, ...members: readonly string[]): Expectation {
  return { rule: 'G7', status: 200, checks: [isGroup, contains(group), hasMembers(...members)] };
}

async function overwrite(
  stage: Stage,
  group: LinkedGroup,
  what: string,
  change: JsonObject,
  expect: Expectation,
): Promise<void> {
  const current = await stage.obtain({
    what: `${what}: read first`,
    request: readGroup(group.id),
    expect: { rule: 'U7', status: 200, checks: [isGroup, contains(group)] },
  });
  await push(stage, what, group, replaceGroup(current, change), expect);
}
