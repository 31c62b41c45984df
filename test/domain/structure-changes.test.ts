import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readChange } from '../../lambdas/domain/console-changes.ts';
import { createProject, readProject, renameProject } from '../../lambdas/domain/console-projects.ts';
import { changeRole, createRole, removeRole } from '../../lambdas/domain/console-roles.ts';
import { createTeam } from '../../lambdas/domain/console-teams.ts';
import type { Console } from '../../lambdas/domain/console.ts';
import type { StreamedTable } from '../support/stream.ts';
import { startStreamedTable } from '../support/stream.ts';
import {
  changeIdOf,
  compareReservations,
  dyingConsole,
  expectUniqueNames,
  faultyConsole,
  openStreamed,
  workOnChanges,
} from '../support/structure.ts';
import type { World } from '../support/world.ts';
import { idOf } from '../support/world.ts';

let table: StreamedTable;
beforeAll(async () => {
  table = await startStreamedTable();
});
afterAll(() => table.stop());

/** Enough for more names than one transaction frees. */
const manyTeams = 49;

/** For machines that do more than this. */
const patience = 120_000;

describe('a project with more names than one transaction holds', () => {
  let realm: World;
  let console: Console;

  beforeAll(async () => {
    ({ realm, console } = await openStreamed(table));
    for (let index = 1; index < manyTeams; index++) await createTeam(console, realm.project.id, { name: `T${index}` });
  }, patience);

  it('G2, G3: is renamed by one flip; the old names are freed afterwards, within the request while it has time', async () => {
    expect(await renameProject(console, realm.project.id, { name: 'Z' })).toMatchObject({ done: true });
    const { reserved, generated } = await compareReservations(table, realm);
    expect(reserved).toEqual(generated);
    expect(await realm.groupNamed('Statsig-Z-T1-Member')).toEqual(expect.any(String));
    await expectUniqueNames(table, realm);
    await workOnChanges(table);
  });

  it('answers with a change to follow where the request has no time left, and the worker goes on with it', async () => {
    const late = { ...console, answerBy: 0 };
    const outcome = await renameProject(late, realm.project.id, { name: 'Late' });
    const id = changeIdOf(outcome);
    expect(outcome).toEqual({
      done: false,
      change: {
        id,
        kind: 'projectRename',
        targetId: realm.project.id,
        status: 'running',
        startedAt: '2026-03-01T12:00:00.000Z',
        handled: 0,
      },
    });
    // Whoever reads sees it as done.
    expect(await realm.groupNamed('Statsig-Late-T1-Member')).toEqual(expect.any(String));
    // A name that is not freed yet is nobody's.
    expect(await realm.createGroup('Statsig-Z-T1-Member')).toMatchObject({
      displayName: 'Statsig-Z-T1-Member',
    });
    await workOnChanges(table);
    expect(await readChange(console, id)).toMatchObject({
      status: 'done',
      finishedAt: expect.any(String),
      handled: 3 + 2 * manyTeams - 1,
    });
    const { reserved, generated } = await compareReservations(table, realm);
    expect(reserved).toEqual(generated);
    await expectUniqueNames(table, realm);
  });

  it(
    'G3: whatever write a process dies before, no name has two groups and none is blocked',
    async () => {
      const names = 3 + 2 * manyTeams;
      for (const last of [0, 60, names, names + 1, names + 2, names + 3]) {
        const name = `N${last}`;
        const earlier = (await readProject(console, realm.project.id)).name;
        await expect(renameProject(dyingConsole(table, realm, last), realm.project.id, { name })).rejects.toThrow(
          'killed',
        );
        await workOnChanges(table);
        await expectUniqueNames(table, realm);
        // Before the flip nothing has happened; after it everything.
        const present = (await readProject(console, realm.project.id)).name;
        const flipped = last > names;
        expect(present === name).toBe(flipped);
        const free = `Statsig-${flipped ? earlier : name}-T1-Admin`;
        await realm.deleteGroup(idOf(await realm.createGroup(free)));
        expect(await renameProject(console, realm.project.id, { name })).toMatchObject({ done: true });
        const { reserved, generated } = await compareReservations(table, realm);
        expect(generated.every((folded) => reserved.includes(folded))).toBe(true);
      }
    },
    patience,
  );

  it(
    'an answer that is lost is not an obstacle, wherever it is lost',
    async () => {
      for (const lost of [1, 60, 102, 103, 105]) {
        const unlucky = faultyConsole(table, realm, (write) => (write === lost ? 'answerLost' : undefined));
        expect(await renameProject(unlucky, realm.project.id, { name: `L${lost}` })).toMatchObject({ done: true });
        await expectUniqueNames(table, realm);
      }
    },
    patience,
  );

  it(
    'G3: a group of the name that an identity provider creates meanwhile is refused, or refuses the renaming',
    async () => {
      for (const [index, delay] of [0, 10, 40, 80].entries()) {
        const wanted = `Statsig-R${index}-T7-Admin`;
        const results = await Promise.allSettled([
          renameProject(console, realm.project.id, { name: `R${index}` }),
          new Promise((resolve) => void setTimeout(resolve, delay)).then(() => realm.createGroup(wanted)),
        ]);
        expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
        expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { status: 409 } });
        await expectUniqueNames(table, realm);
      }
    },
    patience,
  );

  it(
    'G3: two large renamings to one name at once, and back: one has it',
    async () => {
      const other = await createProject(console, { name: 'Other' });
      for (let index = 1; index < manyTeams; index++) await createTeam(console, other.id, { name: `T${index}` });
      for (const name of ['Same', 'Other', 'Again']) {
        const results = await Promise.allSettled([
          renameProject(console, realm.project.id, { name }),
          renameProject(console, other.id, { name }),
        ]);
        const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
        expect(refused).toMatchObject([{ status: 409 }]);
        await expectUniqueNames(table, realm);
      }
    },
    patience,
  );
});

describe('a role with more groups than one transaction holds', () => {
  it(
    'G1: is created, renamed and deleted as any other',
    async () => {
      const { realm, console } = await openStreamed(table);
      for (let index = 0; index < 48; index++) await createProject(console, { name: `P${index}` });
      const { id } = await createRole(console, { name: 'Analyst', rank: 50 });
      const group = await realm.groupNamed('Statsig-P47-Analyst');
      expect(await realm.readGroup(group)).toMatchObject({ displayName: 'Statsig-P47-Analyst' });
      expect(await changeRole(console, id, { name: 'Scientist' })).toMatchObject({ done: true });
      expect(await realm.groupNamed('Statsig-P47-Scientist')).toBe(group);
      await expectUniqueNames(table, realm);
      expect(await removeRole(console, id)).toMatchObject({ done: true });
      await expectUniqueNames(table, realm);
      const { reserved, generated } = await compareReservations(table, realm);
      expect(reserved).toEqual(generated);
      await realm.createGroup('Statsig-P13-Scientist');
      await expect(createRole(console, { name: 'scientist', rank: 50 })).rejects.toMatchObject({
        status: 409,
        detail: expect.stringContaining('"Statsig-P13-scientist"'),
      });
      await expectUniqueNames(table, realm);
    },
    patience,
  );
});
