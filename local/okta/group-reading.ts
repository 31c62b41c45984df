import { contains, finds, hasMembers, isGroup, type Expectation } from './answer.ts';
import { lookUpGroup, readGroup, type AppKind, type LinkedGroup } from './identity-provider.ts';
import type { ScimRequest } from './client.ts';
import type { JsonObject } from '#scim/json.ts';
import type { Stage } from './stage.ts';

/** How another name is refused (G6). */
export const renameRefusal: Expectation = {
  rule: 'G6',
  status: 400,
  scimType: 'mutability',
  opening: 'Group names cannot be changed via SCIM',
};

/** "Link group": Okta finds the group by its name. */
export async function linkGroup(stage: Stage, kind: AppKind, group: LinkedGroup): Promise<void> {
  await stage.perform({
    what: `Link ${group.displayName}`,
    request: lookUpGroup(kind, group.displayName),
    expect: { rule: 'G3', status: 200, checks: [finds(1, isGroup, contains(group))] },
    shows: `${group.displayName} is linked`,
  });
}

/** Reads a group back and checks its name and members. */
export async function expectMembers(
  stage: Stage,
  what: string,
  rule: string,
  group: LinkedGroup,
  ...members: readonly string[]
): Promise<JsonObject> {
  return stage.obtain({
    what,
    request: readGroup(group.id),
    expect: { rule, status: 200, checks: [isGroup, contains(group), hasMembers(...members)] },
  });
}

/** Sends one change of a group as Okta's group push does. */
export async function push(
  stage: Stage,
  what: string,
  group: LinkedGroup,
  request: ScimRequest,
  expect: Expectation,
): Promise<void> {
  const task = `Unable to update Group Push mapping target App group ${group.displayName}: Error while updating user group ${group.displayName}`;
  await stage.perform({ what, request, expect, task });
}
