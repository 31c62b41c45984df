import { contains, type Expectation } from './answer.ts';
import { idOf, inventPerson, type Cast } from './cast.ts';
import {
  createGroup,
  createUser,
  deleteGroup,
  deleteUser,
  patchUser,
  readUser,
  replaceUser,
} from './identity-provider.ts';
import type { ScimRequest } from './client.ts';
import type { Stage } from './stage.ts';

/** Everything that SCIM must not do, and the sentence that says where it is done instead. */
export async function playRefusals(stage: Stage, cast: Cast): Promise<void> {
  stage.chapter('Refusals');
  for (const { what, request, task, expect } of [...structureRefusals(cast), ...peopleRefusals(cast)]) {
    await stage.perform({ what, request, task, expect });
  }
  await askTheOwnerToLeave(stage, cast);
}

type Refusal = {
  readonly what: string;
  readonly request: ScimRequest;
  readonly task: string;
  readonly expect: Expectation;
};

function structureRefusals({ projectGroup, projectPrefix, run }: Cast): readonly Refusal[] {
  const product = projectPrefix.split('-')[0] ?? projectPrefix;
  const creation = (name: string): Pick<Refusal, 'request' | 'task'> => ({
    request: createGroup(name, []),
    task: `Unable to update Group Push mapping target App group ${name}: Error while creating user group ${name}`,
  });
  return [
    {
      what: 'Create a project',
      ...creation(`${product}-Okta${run}-Admin`),
      expect: { rule: 'G4', status: 403, opening: 'Project creation is not supported via SCIM' },
    },
    {
      what: 'Create a group that is none of the product',
      ...creation(`Okta ${run}`),
      expect: { rule: 'G4', status: 403, opening: 'Project creation is not supported via SCIM' },
    },
    {
      what: 'Create a project role',
      ...creation(`${projectPrefix}-Okta${run}`),
      expect: { rule: 'G4', status: 403, opening: 'Role creation is not supported via SCIM' },
    },
    {
      what: 'Create a group that exists',
      ...creation(projectGroup.displayName),
      expect: { rule: 'G4', status: 409, scimType: 'uniqueness' },
    },
    {
      what: 'Delete a project',
      request: deleteGroup(projectGroup.id),
      task: `Unable to delete group ${projectGroup.displayName}`,
      expect: { rule: 'G5', status: 403, opening: 'Project deletion is not supported via SCIM' },
    },
  ];
}

function peopleRefusals(cast: Cast): readonly Refusal[] {
  const stranger = { ...inventPerson(cast, 'Mallory'), userName: `mallory.${cast.run}@not-${cast.domain}` };
  const second = inventPerson(cast, 'Pretender');
  const ownerName = String(cast.owner['userName']);
  return [
    {
      what: 'Create a user of a foreign domain',
      request: createUser(stranger),
      task: `Error while creating user ${stranger.userName}`,
      expect: {
        rule: 'U2',
        status: 403,
        opening: `User ${stranger.userName} is not allowed to be created in this organization`,
      },
    },
    {
      what: 'Create a user who is no email address',
      request: createUser({ ...stranger, userName: `mallory.${cast.run}` }),
      task: `Error while creating user mallory.${cast.run}`,
      expect: { rule: 'U1', status: 400, scimType: 'invalidValue' },
    },
    {
      what: 'Create a second owner',
      request: createUser(second, { [cast.orgRole]: 'Owner' }),
      task: `Error while creating user ${second.userName}`,
      expect: { rule: 'O4', status: 403, opening: 'Cannot set multiple owners' },
    },
    {
      what: 'Delete the owner',
      request: deleteUser(idOf(cast.owner)),
      task: `Error while deleting user ${ownerName}`,
      expect: ownerRefusal,
    },
  ];
}

const ownerRefusal: Expectation = { rule: 'O2', status: 403, opening: 'Owner cannot be modified' };

/**
 * Deactivates the owner in both ways. A refused deactivation waits for the next owner (O2), so the last step takes
 * it back.
 */
async function askTheOwnerToLeave(stage: Stage, { owner, orgRole }: Cast): Promise<void> {
  const task = `Error while trying to push profile update for ${String(owner['userName'])}`;
  const unchanged = { active: true, [orgRole]: 'Owner' };
  const current = await stage.obtain({
    what: 'Read the owner',
    request: readUser(idOf(owner)),
    expect: { rule: 'O1', status: 200, checks: [contains(unchanged)] },
  });
  for (const [what, request] of [
    ['Deactivate the owner by PUT', replaceUser(current, { active: false })],
    ['Deactivate the owner by PATCH', patchUser(idOf(owner), { active: false })],
  ] as const) {
    await stage.perform({ what, request, expect: ownerRefusal, task });
  }
  await stage.perform({
    what: 'Take the deactivation back',
    request: patchUser(idOf(owner), { active: true }),
    expect: { rule: 'O2', status: 200, checks: [contains(unchanged)] },
    task,
  });
}
