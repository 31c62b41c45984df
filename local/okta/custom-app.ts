import type { JsonObject } from '#scim/json.ts';
import { contains, finds, isInGroups, isUser, type Expectation } from './answer.ts';
import { assignPerson, expectUser, idOf, inventPerson, type Cast } from './cast.ts';
import { createUser, lookUpUser, readUser, replaceUser } from './identity-provider.ts';
import type { Stage } from './stage.ts';
import { urns } from './urns.ts';

/** A person's life in an app of the App Integration Wizard: every change is a GET and a PUT of what it gave. */
export async function playCustomApp(stage: Stage, cast: Cast): Promise<void> {
  stage.chapter('Custom app (GET and PUT): people');
  const person = inventPerson(cast, 'Ada');
  const { userName } = person;
  const user = await assignPerson(stage, 'custom', person);
  await createAgain(stage, cast);

  const profile = {
    name: { givenName: 'Ada', familyName: 'Lovelace' },
    displayName: 'Ada Lovelace',
    title: 'Analyst',
    [urns.enterpriseUser]: { department: 'Engines', manager: { value: null } },
  };
  const kept = { ...profile, [urns.enterpriseUser]: { department: 'Engines' }, userName, active: true };
  await overwrite(stage, user, 'Push the profile', profile, { rule: 'U3', status: 200, checks: [contains(kept)] });
  await expectUser(stage, 'the profile is kept', 'U3', user, contains(kept));

  const admin = { [cast.orgRole]: 'Admin' };
  await overwrite(stage, user, 'Push the role Admin', admin, { rule: 'O5', status: 200, checks: [contains(admin)] });
  await expectUser(stage, 'the role is kept', 'O5', user, contains(admin));

  const left = { active: false, [cast.orgRole]: 'Member' };
  await overwrite(stage, user, 'Deactivate', { active: false }, { rule: 'U4', status: 200, checks: [contains(left)] });
  await stage.perform({
    what: 'Look the inactive user up',
    request: lookUpUser('custom', userName),
    expect: { rule: 'U6', status: 200, checks: [finds(1, contains({ ...left, id: idOf(user) }), isInGroups())] },
  });
  const back = { active: true };
  await overwrite(stage, user, 'Reactivate', back, { rule: 'U4', status: 200, checks: [contains(back)] });
  await expectUser(stage, 'active again', 'U4', user, contains({ active: true, [cast.orgRole]: 'Member' }));
}

/** A create that was answered but not heard: refused, in whatever case the name comes, and the lookup finds the first. */
async function createAgain(stage: Stage, cast: Cast): Promise<void> {
  const person = inventPerson(cast, 'Ada');
  const shouted = person.userName.toUpperCase();
  await stage.perform({
    what: 'Create the same user in capitals',
    request: createUser({ ...person, userName: shouted }),
    expect: { rule: 'U1', status: 409, scimType: 'uniqueness' },
    task: `Error while creating user ${shouted}`,
  });
  await stage.perform({
    what: 'Look the user up in capitals',
    request: lookUpUser('custom', shouted),
    expect: { rule: 'U1', status: 200, checks: [finds(1, contains({ userName: person.userName }))] },
  });
}

async function overwrite(
  stage: Stage,
  user: JsonObject,
  what: string,
  change: JsonObject,
  expect: Expectation,
): Promise<void> {
  const current = await stage.obtain({
    what: `${what}: read first`,
    request: readUser(idOf(user)),
    expect: { rule: 'U7', status: 200, checks: [isUser] },
  });
  await stage.perform({
    what,
    request: replaceUser(current, { ...change, password: '1mz050nq' }),
    expect,
    task: `Error while trying to push profile update for ${String(user['userName'])}`,
  });
}
