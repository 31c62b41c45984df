import { type Calls, expectDone } from './calls.ts';
import type { JsonObject } from '#scim/json.ts';
import type { Scenario, Seen } from './scenario.ts';

/** PUT of a group, which has all of these members and then one, by turns (G8). */
export function replacingMembers(userIds: readonly string[]): Scenario {
  let group = '';
  return {
    name: `PUT of ${userIds.length.toLocaleString('en-US')} members`,
    async settle({ scim }) {
      group = String((await expectDone(() => scim('POST', '/Groups', { displayName: 'Everybody' })))['id']);
    },
    async next(calls) {
      const before = await membersOf(calls, group);
      const after = new Set(before.size > 1 ? userIds.slice(0, 1) : userIds);
      const body = { members: [...after].map((value) => ({ value })) };
      return {
        send: async ({ scim }) => (await scim('PUT', `/Groups/${group}?excludedAttributes=members`, body)).status,
        look: async (reader) => compare(await membersOf(reader, group), before, after),
      };
    },
  };
}

async function membersOf({ scim }: Calls, group: string): Promise<ReadonlySet<string>> {
  const body = await expectDone(() => scim('GET', `/Groups/${group}`));
  return new Set(((body['members'] ?? []) as readonly JsonObject[]).map(({ value }) => String(value)));
}

function compare(found: ReadonlySet<string>, before: ReadonlySet<string>, after: ReadonlySet<string>): Seen {
  if (found.symmetricDifference(after).size === 0) return 'whole';
  if (found.symmetricDifference(before).size === 0) return 'absent';
  return { otherwise: `${found.size} members between ${before.size} and ${after.size}` };
}
