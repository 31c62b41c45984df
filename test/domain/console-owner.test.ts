import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeGroupMembers } from '../../lambdas/domain/console-groups.ts';
import { changeMember, createMember, readMember } from '../../lambdas/domain/console-members.ts';
import { readOwner, transferOwnership } from '../../lambdas/domain/console-owner.ts';
import type { Console } from '../../lambdas/domain/console.ts';
import type { Directory } from '../../lambdas/domain/directory.ts';
import { consoleOf } from '../support/console.ts';
import type { Table } from '../support/table.ts';
import { startTable } from '../support/table.ts';
import type { World } from '../support/world.ts';
import { foundWorld, idOf, steadyClock } from '../support/world.ts';

const start = '2026-03-01T12:00:00.000Z';
const owns = [{ op: 'replace', path: 'statsigOrgRole', value: 'Owner' }];
let table: Table;
let world: World;
let console: Console;
let clock: ReturnType<typeof steadyClock>;
let first: string;
let second: string;

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  clock = steadyClock(start);
  world = await foundWorld(table, { clock });
  console = consoleOf(table.registry, world);
  first = (await console.directory.owner()).userId;
  second = await newMember('second@example.com');
});

async function newMember(userName: string): Promise<string> {
  return (await createMember(console, { userName, givenName: 'Given', familyName: 'Family', orgRole: 'Member' })).id;
}

/** The users whose flag says that they are the owner: always the one whom the owner item names (O1). */
async function owners(): Promise<readonly string[]> {
  const { userId } = await console.directory.owner();
  const users = await console.directory.usersBeside(undefined, 'after', 100);
  const flagged = users.filter(({ standing }) => standing.owner).map(({ profile }) => profile.id);
  expect(flagged).toEqual([userId]);
  return flagged;
}

function over(change: (directory: Directory) => Partial<Directory>): Console {
  return { ...console, directory: { ...console.directory, ...change(console.directory) } };
}

describe('readOwner', () => {
  it('O1, O2: shows the owner, and the deactivation that SCIM was refused', async () => {
    expect(await readOwner(console)).toEqual({ userId: first, userName: 'owner@example.com' });
    await expect(world.deleteUser(first)).rejects.toMatchObject({ code: 'ownerProtected' });
    expect(await readOwner(console)).toMatchObject({ userId: first, deactivationRefusedAt: start });
  });

  it('reads again where the ownership has moved between the two readings', async () => {
    let reads = 0;
    const racing = over((directory) => ({
      async user(id) {
        if (reads++ === 0) await transferOwnership(console, { userId: second });
        return directory.user(id);
      },
    }));
    expect(await readOwner(racing)).toMatchObject({ userId: second });
  });
});

describe('transferOwnership', () => {
  it('O3: makes another user the owner and the previous one an Admin; the same again is no change', async () => {
    expect(await transferOwnership(console, { userId: second })).toEqual({
      userId: second,
      userName: 'second@example.com',
    });
    expect(await readMember(console, first)).toMatchObject({ orgRole: 'Admin', active: true });
    const before = await console.directory.owner();
    expect(await transferOwnership(console, { userId: second })).toMatchObject({ userId: second });
    expect(await console.directory.owner()).toEqual(before);
    expect(await owners()).toEqual([second]);
  });

  it('O4: is allowed whatever ownerTransfer says, within the cooldown, and for who was the owner before', async () => {
    const closed = {
      ...console.organization,
      settings: { ...console.organization.settings, ownerTransfer: 'console' },
    };
    const kept: Console = { ...console, organization: closed as Console['organization'] };
    await world.patchUser(second, owns);
    const { replacedByScimAt } = await console.directory.owner();
    expect(replacedByScimAt).toBe(start);
    clock.set('2026-03-01T12:00:01.000Z');
    expect(await transferOwnership(kept, { userId: first })).toMatchObject({ userId: first });
    expect(await console.directory.owner()).toMatchObject({ replacedByScimAt });
  });

  it('O4: begins no cooldown', async () => {
    await transferOwnership(console, { userId: second });
    const third = await newMember('third@example.com');
    expect(await world.patchUser(third, owns)).toMatchObject({ statsigOrgRole: 'Owner' });
  });

  it('O2: deactivates who was to be deactivated, in the same transaction', async () => {
    const group = await world.groupNamed('Statsig-ProjectA-Admin');
    await changeGroupMembers(console, group, { add: [first], remove: [] });
    await expect(world.patchUser(first, [{ op: 'replace', path: 'active', value: false }])).rejects.toMatchObject({
      status: 403,
    });
    await transferOwnership(console, { userId: second });
    expect(await readMember(console, first)).toMatchObject({ active: false, orgRole: 'Member', groups: [] });
    expect(await readOwner(console)).not.toHaveProperty('deactivationRefusedAt');
  });

  it('O5: refuses an inactive user', async () => {
    await changeMember(console, second, { active: false });
    await expect(transferOwnership(console, { userId: second })).rejects.toMatchObject({
      status: 400,
      code: 'ownerMustBeActive',
    });
  });

  it('T1: answers 404 for another organization’s user, and for what is no id', async () => {
    const other = await foundWorld(table, { clock });
    const stranger = idOf(await other.createUser('stranger@example.com'));
    for (const userId of [stranger, 'nobody']) {
      await expect(transferOwnership(console, { userId })).rejects.toMatchObject({
        status: 404,
        code: 'memberNotFound',
      });
    }
    expect(await owners()).toEqual([first]);
  });

  it('O1: of 16 at once each ends with the user as the owner, or is told who is', async () => {
    const people = await Promise.all(Array.from({ length: 16 }, (_, n) => newMember(`p${n}@example.com`)));
    const results = await Promise.allSettled(people.map((userId) => transferOwnership(console, { userId })));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeLessThan(people.length);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({ status: 409, code: 'ownershipMoved' });
      expect(String(reason)).toMatch(/transferred to p\d+@example\.com at the same moment/u);
    }
    const [owner] = await owners();
    expect(people).toContain(owner);
  });

  it('O1: beside replacements by SCIM there is one owner', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, (_, n) => newMember(`p${n}@example.com`)));
    const results = await Promise.allSettled(
      people.flatMap((userId) => [transferOwnership(console, { userId }), world.patchUser(userId, owns)]),
    );
    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
    const statuses = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason.status as number] : [],
    );
    expect(statuses.filter((status) => status !== 403 && status !== 409)).toEqual([]);
    const [owner] = await owners();
    expect(people).toContain(owner);
  });

  it('names the owner by id who is gone again by the time of the answer', async () => {
    const third = await newMember('third@example.com');
    let reads = 0;
    const racing = over((directory) => ({
      async changeUser(change) {
        await transferOwnership(console, { userId: third });
        return directory.changeUser(change);
      },
      user: async (id) => (id === third && reads++ === 0 ? undefined : directory.user(id)),
    }));
    await expect(transferOwnership(racing, { userId: second })).rejects.toMatchObject({
      detail: expect.stringContaining(third) as unknown,
    });
  });

  it('reads again where the owner was read before, and the user after, another request for the same user', async () => {
    const moved = Promise.withResolvers<void>();
    let reads = 0;
    const racing = over((directory) => ({
      async user(id) {
        const user = await directory.user(id);
        if (reads++ === 0) await transferOwnership(console, { userId: second });
        moved.resolve();
        return user;
      },
      owner: async () => moved.promise.then(() => directory.owner()),
    }));
    expect(await transferOwnership(racing, { userId: second })).toMatchObject({ userId: second });
    expect(reads).toBe(2);
  });
});
