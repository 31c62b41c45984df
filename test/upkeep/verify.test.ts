import { afterAll, beforeAll, expect, it } from 'vitest';
import { tableRegistry } from '#storage/registry.ts';
import { verifyOrganization } from '../../upkeep/verify.ts';
import type { StreamedTable } from '../support/stream.ts';
import { startStreamedTable } from '../support/stream.ts';
import { operatorSession } from '../support/verify.ts';
import { foundWorld, idOf } from '../support/world.ts';

let table: StreamedTable;
beforeAll(async () => {
  table = await startStreamedTable();
});
afterAll(() => table.stop());

it('finds nothing in an organization that was used', async () => {
  const world = await foundWorld({ registry: tableRegistry(table) }, { settings: { groups: 'open' } });
  const [ada, bob, eve] = await Promise.all(
    ['ada', 'bob', 'eve'].map((name) =>
      world.createUser(`${name}@example.com`, {
        externalId: name,
        emails: [{ value: `${name}@example.com` }],
        name: { givenName: name, familyName: 'Example' },
      }),
    ),
  );
  const ids = [ada, bob, eve].map((user) => idOf(user ?? {}));
  const group = await world.createGroup('Everybody', { members: ids.map((value) => ({ value })) });
  await world.createGroup('Statsig-ProjectA-Core-Admin', { members: [{ value: ids[0] ?? '' }] });
  await world.patchUser(ids[1] ?? '', [{ op: 'replace', path: 'active', value: false }]);
  await world.patchGroup(idOf(group), [{ op: 'add', path: 'members', value: [{ value: ids[1] ?? '' }] }]);
  await world.deleteUser(ids[2] ?? '');
  await world.deleteGroup(idOf(await world.createGroup('Nobody', { members: ids.map((value) => ({ value })) })));
  await table.drain();
  const session = operatorSession(table, world.organization.id);
  const seen: string[] = [];
  expect(await verifyOrganization(session, { progress: (part) => void seen.push(part) })).toEqual([]);
  expect(await verifyOrganization(session, { whole: true })).toEqual([]);
  expect(new Set(seen)).toEqual(
    new Set(['organization', 'users', 'groups', 'members', 'counts', 'names', 'lookups', 'changes']),
  );
});
