import type { JsonObject } from '#scim/json.ts';
import { contains, finds, type Expectation } from './answer.ts';
import { assignPerson, expectUser, idOf, inventPerson, type Cast } from './cast.ts';
import { lookUpUser, patchUser } from './identity-provider.ts';
import type { Stage } from './stage.ts';

/** A person's life in an app of the catalogue: every change is a PATCH without a path. */
export async function playCatalogueApp(stage: Stage, cast: Cast): Promise<void> {
  stage.chapter('Catalogue app (PATCH): people');
  const person = inventPerson(cast, 'Grace');
  const user = await assignPerson(stage, 'catalogue', person);

  const profile = { title: 'Admiral', name: { familyName: 'Hopper' } };
  const kept = { title: 'Admiral', name: { givenName: 'Grace', familyName: 'Hopper' } };
  await patch(stage, user, 'Push the profile', profile, { rule: 'P2', status: 200, checks: [contains(kept)] });
  await patch(stage, user, 'Push the profile again', profile, { rule: 'P2', status: 200, checks: [contains(kept)] });
  await patch(stage, user, 'Push a password', { password: '1mz050nq' }, { rule: 'U3', status: [200, 204] });
  await expectUser(stage, 'the profile is kept', 'P2', user, contains(kept));

  await rename(stage, cast, user);

  const admin = { [cast.orgRole]: 'admin' };
  const isAdmin = contains({ [cast.orgRole]: 'Admin' });
  await patch(stage, user, 'Push the role admin', admin, { rule: 'O5', status: 200, checks: [isAdmin] });
  await patch(stage, user, 'Push a role that does not exist', { [cast.orgRole]: 'King' }, refusedRole);
  await expectUser(stage, 'the role is kept', 'O5', user, isAdmin);

  const left = contains({ active: false, [cast.orgRole]: 'Member' });
  await patch(stage, user, 'Deactivate', { active: false }, { rule: 'U4', status: 200, checks: [left] });
  await expectUser(stage, 'inactive, and still to be read', 'U6', user, left);
  const back = contains({ active: true });
  await patch(stage, user, 'Reactivate', { active: true }, { rule: 'U4', status: 200, checks: [back] });
  await expectUser(stage, 'active again', 'U4', user, back);
}

const refusedRole: Expectation = { rule: 'O5', status: 400, scimType: 'invalidValue' };

/** A new userName keeps the id, and frees the old one. */
async function rename(stage: Stage, cast: Cast, user: JsonObject): Promise<void> {
  const { userName } = inventPerson(cast, 'Hopper');
  const renamed = contains({ id: idOf(user), userName });
  await patch(stage, user, 'Change the userName', { userName }, { rule: 'U1', status: 200, checks: [renamed] });
  await stage.perform({
    what: 'Look the new userName up',
    request: lookUpUser('catalogue', userName),
    expect: { rule: 'U1', status: 200, checks: [finds(1, renamed)] },
  });
  await stage.perform({
    what: 'Look the old userName up',
    request: lookUpUser('catalogue', String(user['userName'])),
    expect: { rule: 'U1', status: 200, checks: [finds(0)] },
  });
}

async function patch(
  stage: Stage,
  user: JsonObject,
  what: string,
  value: JsonObject,
  expect: Expectation,
): Promise<void> {
  const task = `Error while trying to push profile update for ${String(user['userName'])}`;
  await stage.perform({ what, request: patchUser(idOf(user), value), expect, task });
}
