import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lambdas/scim/json.ts';
import { startLocalServer, type RunningServer } from '../support/local-server.ts';
import { patchBody, pluck, scimClient, userBody, type Answer, type Call } from '../support/scim-client.ts';

const rivals = 64;

let server: RunningServer;
let call: Call;
const ids: string[] = [];

beforeAll(async () => {
  server = await startLocalServer();
  call = scimClient(server);
  const created = await atOnce((place) => call('POST', '/Users', userBody(`rival.${place}@example.com`)));
  ids.push(...created.map(({ body }) => String(body['id'])));
});
afterAll(() => server.stop());

describe('requests at the same moment', () => {
  it('U1: lets one of 64 creators of a userName in, and refuses the others with 409', async () => {
    const answers = await atOnce((place) => {
      const userName = place % 2 === 0 ? 'Same.Name@example.com' : 'SAME.NAME@EXAMPLE.COM';
      return call('POST', '/Users', userBody(userName));
    });
    expect(statuses(answers)).toEqual({ 201: 1, 409: rivals - 1 });
    const filter = encodeURIComponent('userName eq "same.name@example.com"');
    expect((await call('GET', `/Users?filter=${filter}`)).body).toMatchObject({ totalResults: 1 });
  });

  it('O1, O4: gives ownership to one of 64 who take it, and tells the others that there cannot be two', async () => {
    const seen: Promise<number>[] = [];
    const answers = await atOnce((place) => {
      if (place % 8 === 0) seen.push(countOwners());
      return call('PATCH', `/Users/${ids[place]}`, patchBody({ op: 'replace', value: { statsigOrgRole: 'Owner' } }));
    });
    expect(statuses(answers)).toEqual({ 200: 1, 403: rivals - 1 });
    for (const { body } of answers.filter(({ status }) => status === 403)) {
      expect(body['detail']).toMatch(/^Cannot set multiple owners\. /u);
    }
    expect(await Promise.all(seen)).toEqual(seen.map(() => 1));
    expect(await countOwners()).toBe(1);
  });

  it('G7, P5: keeps each of 64 members that are added one by one', async () => {
    const [group] = await groupsNamed('Statsig-ProjectA-Member');
    const answers = await atOnce((place) =>
      call(
        'PATCH',
        `/Groups/${group?.['id']}`,
        patchBody({ op: 'add', path: 'members', value: [{ value: ids[place] ?? '' }] }),
      ),
    );
    expect(statuses(answers)).toEqual({ 204: rivals });
    const { body } = await call('GET', `/Groups/${group?.['id']}`);
    const members = (body['members'] as readonly JsonObject[]).map(({ value }) => String(value));
    expect(members.toSorted()).toEqual(ids.toSorted());
  });

  it('G8: leaves exactly one of two lists of members that replace each other', async () => {
    const [group] = await groupsNamed('Statsig-ProjectA-Admin');
    const [odd, even] = [ids.slice(0, 10), ids.slice(10, 20)];
    for (let round = 0; round < 8; round += 1) {
      await Promise.all(
        [odd, even].map((list) =>
          call(
            'PATCH',
            `/Groups/${group?.['id']}`,
            patchBody({ op: 'replace', path: 'members', value: list.map((value) => ({ value })) }),
          ),
        ),
      ).then((answers) => expect(statuses(answers)).toEqual({ 204: 2 }));
      const { body } = await call('GET', `/Groups/${group?.['id']}`);
      const members = (body['members'] as readonly JsonObject[]).map(({ value }) => String(value));
      expect([odd.toSorted(), even.toSorted()]).toContainEqual(members.toSorted());
    }
  });

  it('U4: leaves no membership with a user who is deactivated while groups are pushed', async () => {
    const [group] = await groupsNamed('Statsig-MobileApp-Member');
    const victims = ids.slice(20, 40);
    const answers = await Promise.all(
      victims.flatMap((value) => [
        call('PATCH', `/Groups/${group?.['id']}`, patchBody({ op: 'add', path: 'members', value: [{ value }] })),
        call('PATCH', `/Users/${value}`, patchBody({ op: 'replace', value: { active: false } })),
      ]),
    );
    // One of them may own the organization by now, and cannot be deactivated.
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const { body } = await call('GET', `/Groups/${group?.['id']}`);
    for (const member of (body['members'] ?? []) as readonly JsonObject[]) {
      expect((await call('GET', `/Users/${String(member['value'])}`)).body).toMatchObject({ active: true });
    }
  });
});

function atOnce(act: (place: number) => Promise<Answer>): Promise<Answer[]> {
  return Promise.all(Array.from({ length: rivals }, (_, place) => act(place)));
}

function statuses(answers: readonly Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

async function countOwners(): Promise<number> {
  const { body } = await call('GET', '/Users?count=1000&attributes=statsigOrgRole');
  return pluck(body, 'statsigOrgRole').filter((role) => role === 'Owner').length;
}

async function groupsNamed(name: string): Promise<readonly JsonObject[]> {
  const { body } = await call('GET', `/Groups?filter=${encodeURIComponent(`displayName eq "${name}"`)}`);
  return body['Resources'] as readonly JsonObject[];
}
