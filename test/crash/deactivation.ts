import { sideBySide } from '#storage/side-by-side.ts';
import type { JsonObject } from '#scim/json.ts';
import { patchBody } from '../support/scim-client.ts';
import { expectDone } from './calls.ts';
import type { Scenario, Seen } from './scenario.ts';

/** Few, so that none of them comes too late for an answer. */
const groupsAtOnce = 2;

/** Deactivation of a user who is in so many groups, another user in each trial (U4). */
export function deactivation(count: number): Scenario {
  let users: readonly string[] = [];
  return {
    name: `deactivation in ${count} groups`,
    async settle({ scim }, trials) {
      const names = Array.from({ length: trials + 1 }, (_, place) => `leaver${place}@example.com`);
      const created = await sideBySide(names, (userName) => expectDone(() => scim('POST', '/Users', { userName })));
      users = created.map(({ id }) => String(id));
      const members = users.map((value) => ({ value }));
      const clubs = Array.from({ length: count }, (_, place) => `Club ${place}`);
      await sideBySide(
        clubs,
        async (displayName) => {
          const { id } = await expectDone(() => scim('POST', '/Groups', { displayName }));
          await expectDone(() => scim('PUT', `/Groups/${String(id)}`, { members }));
        },
        groupsAtOnce,
      );
    },
    async next(_, trial) {
      const user = users[trial] ?? '';
      return {
        send: async (calls) => {
          const body = patchBody({ op: 'replace', value: { active: false } });
          return (await calls.scim('PATCH', `/Users/${user}`, body)).status;
        },
        look: async (calls) => {
          const [{ active }, list] = await Promise.all([
            expectDone(() => calls.scim('GET', `/Users/${user}?attributes=active`)),
            expectDone(() => calls.scim('GET', '/Groups?count=1000')),
          ]);
          const shown = (list['Resources'] as readonly JsonObject[]).filter((group) => hasMember(group, user)).length;
          return compare(active === true, shown, count);
        },
      };
    },
  };
}

function hasMember(group: JsonObject, user: string): boolean {
  return ((group['members'] ?? []) as readonly JsonObject[]).some(({ value }) => value === user);
}

function compare(active: boolean, groups: number, all: number): Seen {
  if (!active && groups === 0) return 'whole';
  if (active && groups === all) return 'absent';
  return { otherwise: `${active ? 'active' : 'inactive'}, and a member of ${groups} groups` };
}
