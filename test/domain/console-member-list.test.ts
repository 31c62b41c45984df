import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listMembers } from '../../lambdas/domain/console-member-list.ts';
import { changeMember, createMember } from '../../lambdas/domain/console-members.ts';
import type { Console, MemberSummary } from '../../lambdas/domain/console.ts';
import { maintainNames } from '../../lambdas/storage/name-lookups.ts';
import { tableRegistry } from '../../lambdas/storage/registry.ts';
import { consoleOf } from '../support/console.ts';
import type { StreamedTable } from '../support/stream.ts';
import { startStreamedTable } from '../support/stream.ts';
import { foundWorld } from '../support/world.ts';

let table: StreamedTable;
let console: Console;
let ids: string[];

beforeAll(async () => {
  table = await startStreamedTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  const registry = tableRegistry(table);
  console = consoleOf(registry, await foundWorld({ registry }));
  const members = await Promise.all(
    Array.from({ length: 9 }, (_, n) =>
      createMember(console, {
        userName: `m${n}@example.com`,
        givenName: `Given${n % 3}`,
        familyName: 'Mason',
        orgRole: 'Member',
      }),
    ),
  );
  ids = members.map(({ id }) => id);
  for (const id of ids.slice(0, 4)) await changeMember(console, id, { active: false });
  await table.drain([maintainNames]);
});

type Query = { readonly query?: string; readonly inactive: boolean };

async function all(wanted: Query, limit: number): Promise<readonly MemberSummary[]> {
  const members: MemberSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await listMembers(console, wanted, { limit, ...(cursor !== undefined && { cursor }) });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    members.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return members;
}
const idsOf = (members: readonly MemberSummary[]): string[] => members.map(({ id }) => id);

describe('listMembers', () => {
  it.each([1, 2, 5, 10, 200])('gives everybody once in the order of ids, %i at a time', async (limit) => {
    const { userId } = await console.directory.owner();
    expect(idsOf(await all({ inactive: true }, limit))).toEqual([...ids, userId].toSorted());
    expect(idsOf(await all({ inactive: false }, limit))).toEqual([...ids.slice(4), userId].toSorted());
  });

  it('shows each as of now, the owner as Owner', async () => {
    const { userId } = await console.directory.owner();
    const members = await all({ inactive: true, query: ' ' }, 200);
    expect(members.filter(({ orgRole }) => orgRole === 'Owner').map(({ id }) => id)).toEqual([userId]);
    expect(members.find(({ id }) => id === ids[0])).toMatchObject({
      userName: 'm0@example.com',
      givenName: 'Given0',
      familyName: 'Mason',
      active: false,
      orgRole: 'Member',
    });
  });

  it.each([1, 2, 5, 200])(
    'finds by the beginning of userName, address or name, %i at a time, each once',
    async (limit) => {
      expect(idsOf(await all({ query: 'M', inactive: true }, limit)).toSorted()).toEqual(ids.toSorted());
      expect(idsOf(await all({ query: 'm', inactive: false }, limit)).toSorted()).toEqual(ids.slice(4).toSorted());
      expect(idsOf(await all({ query: 'given1 mas', inactive: true }, limit)).toSorted()).toEqual(
        ids.filter((_, n) => n % 3 === 1).toSorted(),
      );
      expect(await all({ query: 'nobody', inactive: true }, limit)).toEqual([]);
    },
  );

  it('finds what was copied with the white space around it', async () => {
    for (const query of [' m3@example.com ', 'm3@example.com\n', '\tm3@EXAMPLE.com\u00A0']) {
      expect(idsOf(await all({ query, inactive: true }, 200))).toEqual(ids.slice(3, 4));
    }
    expect(await all({ query: 'given1 ', inactive: true }, 200)).toHaveLength(3);
  });

  it('refuses a cursor of another question or organization', async () => {
    const { nextCursor: cursor = '' } = await listMembers(console, { inactive: true }, { limit: 1 });
    const registry = tableRegistry(table);
    const other = consoleOf(registry, await foundWorld({ registry }));
    const refused = { status: 400, code: 'cursorInvalid' };
    await expect(listMembers(console, { inactive: false }, { limit: 1, cursor })).rejects.toMatchObject(refused);
    await expect(listMembers(console, { inactive: true, query: 'm' }, { limit: 1, cursor })).rejects.toMatchObject(
      refused,
    );
    await expect(listMembers(other, { inactive: true }, { limit: 1, cursor })).rejects.toMatchObject(refused);
  });
});
