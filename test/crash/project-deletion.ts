import type { JsonObject } from '#scim/json.ts';
import { sideBySide } from '#storage/side-by-side.ts';
import { expectDone } from './calls.ts';
import type { Scenario } from './scenario.ts';

const teams = 10;

/** Deletion of a project with ten teams, each of whose groups has these members; a new project in each trial (G1). */
export function projectDeletion(userIds: readonly string[]): Scenario {
  const members = userIds.map((value) => ({ value }));
  return {
    name: `deletion of a project with ${3 + teams * 2} groups of ${userIds.length}`,
    settle: async () => undefined,
    async next({ scim, console }, trial) {
      const name = `Doomed${trial}`;
      const id = String((await expectDone(() => console('POST', '/projects', { name })))['id']);
      for (let team = 0; team < teams; team++) {
        await expectDone(() => console('POST', `/projects/${id}/teams`, { name: `Team${team}` }));
      }
      const path = `/Groups?count=1000&filter=${encodeURIComponent(`displayName sw "Statsig-${name}-"`)}`;
      const before = (await expectDone(() => scim('GET', path)))['Resources'] as readonly JsonObject[];
      await sideBySide(before, (group) => expectDone(() => scim('PUT', `/Groups/${String(group['id'])}`, { members })));
      return {
        send: async (calls) => (await calls.console('DELETE', `/projects/${id}`)).status,
        look: async (calls) => {
          const [project, list] = await Promise.all([
            calls.console('GET', `/projects/${id}`),
            expectDone(() => calls.scim('GET', path)),
          ]);
          const groups = (list['Resources'] ?? []) as readonly JsonObject[];
          const whole = groups.filter((group) => (group['members'] as readonly unknown[]).length === userIds.length);
          if (project.status === 404 && groups.length === 0) return 'whole';
          if (project.status === 200 && whole.length === before.length) return 'absent';
          return { otherwise: `the project answers ${project.status}, and ${whole.length} groups are whole` };
        },
      };
    },
  };
}
