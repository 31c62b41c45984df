import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Directory } from '#domain/directory.ts';
import { deactivated, reactivated, revised } from '#domain/standing.ts';
import type { User } from '#domain/user.ts';
import { tableRegistry } from '#storage/registry.ts';
import { verifyOrganization } from '../../upkeep/verify.ts';
import { injectFaults } from '../support/faults.ts';
import { itemsIn, storedMembers, userInGroups } from '../support/memberships.ts';
import { found, stamp } from '../support/samples.ts';
import { startStreamedTable } from '../support/stream.ts';
import type { StreamedTable } from '../support/stream.ts';
import { operatorSession } from '../support/verify.ts';

/** More than one transaction holds. */
const count = 101;

const later = '2026-11-23T12:30:00.000Z';

let table: StreamedTable;
beforeAll(async () => {
  table = await startStreamedTable();
});
afterAll(() => table.stop());

/** A member of many groups, or one who waits for them, and the directory of a process that dies once it has committed. */
async function member(active: boolean) {
  const { organization, directory } = await found(tableRegistry(table));
  const session = operatorSession(table, organization.id);
  const { user: before, groups } = await userInGroups(session, directory, count, { waiting: !active });
  const client = table.newClient();
  let writes = 0;
  injectFaults(client, ({ name }) =>
    /^(Put|Update|Delete|Transact)/u.test(name) && ++writes > 1 ? { error: new Error('killed') } : undefined,
  );
  const dead = tableRegistry({ ...table, client }).directory(organization.id, { ...stamp(), at: later });
  return { organization: organization.id, directory, session, dead, before, groups };
}

const ways: readonly (readonly [string, boolean, string, (dead: Directory, before: User) => Promise<unknown>])[] = [
  [
    'U4: a deactivation',
    true,
    'user.deactivated',
    (dead, before) => dead.changeUser({ before, after: changed(before, deactivated) }),
  ],
  ['U5: a deletion', true, 'user.deleted', (dead, before) => dead.removeUser(before)],
  [
    'G7: a reactivation',
    false,
    'user.reactivated',
    (dead, before) => dead.changeUser({ before, after: changed(before, reactivated) }),
  ],
];

function changed(user: User, change: typeof deactivated): User {
  return { ...user, standing: revised(user.standing, change(user.standing, later), later) };
}

it.each(ways)(
  '%s whose request died right after the commit is brought to its end',
  async (_, active, action, begin) => {
    const { organization, directory, session, dead, before, groups } = await member(active);
    await expect(begin(dead, before)).rejects.toThrow('killed');
    expect(await storedMembers(session, before.profile.id, groups)).toHaveLength(count);
    await table.drain();
    const stored = await storedMembers(session, before.profile.id, groups);
    expect(stored.map(({ waiting }) => waiting)).toEqual(active ? [] : groups.map(() => false));
    expect([...(await directory.groups(groups)).values()].every(({ version }) => version === 2)).toBe(true);
    expect(await itemsIn(table, `ORG#${organization}#OPEN`)).toEqual([]);
    expect(await itemsIn(table, `ORG#${organization}#CHANGES`)).toMatchObject([{ status: 'done', handled: count }]);
    expect(await verifyOrganization(session, { whole: true })).toEqual([]);
    const [last] = await directory.activityOf(before.profile.id, 1);
    expect(last).toMatchObject({ actor: 'key-1', actions: [action] });
    // The log of a group has it from the user: what follows writes nothing of its own there.
    const ofGroup = await directory.activityOf(groups[0] ?? '', 100);
    expect(ofGroup.map(({ actor }) => actor)).not.toContain('rollcall');
  },
);
