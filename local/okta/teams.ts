import { contains, finds, hasMembers, isGroup } from './answer.ts';
import { asMember, assignPerson, idOf, inventPerson, type Cast } from './cast.ts';
import { expectMembers, push } from './group-reading.ts';
import {
  changeMembers,
  createGroup,
  deleteGroup,
  lookUpGroup,
  readGroup,
  type LinkedGroup,
  type PushedMember,
} from './identity-provider.ts';
import type { Stage } from './stage.ts';

/** A team that is made by pushing its groups, and unmade by deleting them. */
export async function playTeams(stage: Stage, cast: Cast): Promise<void> {
  stage.chapter('Teams');
  const john = await assignPerson(stage, 'custom', inventPerson(cast, 'John'));
  const team = `${cast.projectPrefix}-Okta${cast.run}`;
  await expectAbsent(stage, `${team}-Admin`);
  const admins = await create(stage, `${team}-Admin`, [asMember(john)]);
  await expectMembers(stage, 'the team has its first group', 'G4', admins, idOf(john));

  await stage.perform({
    what: 'its other group came along',
    request: lookUpGroup('catalogue', `${team}-Member`),
    expect: { rule: 'G1', status: 200, checks: [finds(1, isGroup, hasMembers())] },
  });
  const members = await create(stage, `${team}-Member`, [asMember(john)]);
  await stage.perform({
    what: `Create ${members.displayName} again`,
    request: createGroup(members.displayName, []),
    expect: { rule: 'G4', status: 409, scimType: 'uniqueness' },
    task: creationTask(members.displayName),
  });
  await push(stage, 'Remove the member', members, changeMembers(members, { remove: [idOf(john)] }), {
    rule: 'G7',
    status: 204,
  });
  await push(stage, 'Add the member', members, changeMembers(members, { add: [asMember(john)] }), {
    rule: 'G7',
    status: 204,
  });

  await remove(stage, admins);
  await expectMembers(stage, 'the other group stays', 'G5', members, idOf(john));
  const again = await create(stage, admins.displayName, [asMember(john)]);
  await expectMembers(stage, 'the name brings the group back', 'G5', again, idOf(john));
  await remove(stage, again);
  await remove(stage, members);
  await expectAbsent(stage, admins.displayName);
  await expectAbsent(stage, members.displayName);
}

async function create(stage: Stage, displayName: string, members: readonly PushedMember[]): Promise<LinkedGroup> {
  const ids = members.map((member) => member.value);
  const group = await stage.obtain({
    what: `Create ${displayName}`,
    request: createGroup(displayName, members),
    expect: { rule: 'G4', status: 201, checks: [isGroup, contains({ displayName }), hasMembers(...ids)] },
    task: creationTask(displayName),
    shows: `${displayName} is pushed`,
  });
  return { id: idOf(group), displayName };
}

async function remove(stage: Stage, group: LinkedGroup): Promise<void> {
  await stage.perform({
    what: `Delete ${group.displayName}`,
    request: deleteGroup(group.id),
    expect: { rule: 'G5', status: 204 },
    task: `Unable to delete group ${group.displayName}`,
    shows: `${group.displayName} is deleted in the app`,
  });
  await stage.perform({
    what: 'it is gone',
    request: readGroup(group.id),
    expect: { rule: 'G5', status: 404 },
  });
}

async function expectAbsent(stage: Stage, displayName: string): Promise<void> {
  await stage.perform({
    what: `Look ${displayName} up: not there`,
    request: lookUpGroup('custom', displayName),
    expect: { rule: 'G3', status: 200, checks: [finds(0)] },
  });
}

function creationTask(displayName: string): string {
  return `Unable to update Group Push mapping target App group ${displayName}: Error while creating user group ${displayName}`;
}
