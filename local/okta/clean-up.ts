import { finds } from './answer.ts';
import { inventPerson, type Cast } from './cast.ts';
import { expectMembers } from './group-reading.ts';
import { lookUpUser } from './identity-provider.ts';
import type { Stage } from './stage.ts';

/** Deletes what the play has created and left, and sees that nothing of it remains. */
export async function cleanUp(stage: Stage, cast: Cast | undefined): Promise<void> {
  stage.chapter('Granular deprovisioning: delete what the play made');
  for (const path of stage.leftovers()) {
    const what = path.startsWith('/Users') ? 'the user' : 'the group';
    // A team goes with its last group in use, so that its other group may be gone already.
    const status = path.startsWith('/Users') ? 204 : [204, 404];
    await stage.perform({
      what: `Delete ${what}`,
      request: { method: 'DELETE', path },
      expect: { rule: 'U5', status },
      task: `Error while deleting ${what}`,
    });
    await stage.perform({
      what: `${what} is gone`,
      request: { method: 'GET', path },
      expect: { rule: 'U5', status: 404 },
    });
  }
  if (cast === undefined) return;
  await stage.perform({
    what: 'the userName is free again',
    request: lookUpUser('custom', inventPerson(cast, 'Ada').userName),
    expect: { rule: 'U5', status: 200, checks: [finds(0)] },
  });
  await expectMembers(stage, 'nobody is left in the project group', 'U5', cast.projectGroup);
}
