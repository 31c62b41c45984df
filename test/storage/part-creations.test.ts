import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Directory, NamedGroup } from '#domain/directory.ts';
import type { Project } from '#domain/structure.ts';
import { continueChanges } from '#storage/continue-changes.ts';
import { creationKey } from '#storage/keys.ts';
import { tableRegistry } from '#storage/registry.ts';
import { readItem } from '#storage/send-reads.ts';
import type { Session } from '#storage/session.ts';
import type { Worker } from '#storage/stream-consumer.ts';
import type { TableRecord } from '#storage/table-record.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { injectFaults } from '../support/faults.ts';
import { itemsIn, openSession } from '../support/memberships.ts';
import { found, newPart, sampleGroup, sampleProject, stamp } from '../support/samples.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTestTable();
});
afterAll(() => table.stop());

/** A project with so many groups that one transaction does not hold them. */
async function large() {
  const { organization, directory } = await found(tableRegistry(table));
  const session = openSession(table, organization.id);
  const { project, groups } = sampleProject(await directory.structure());
  const more = Array.from({ length: 60 }, (_, n) => ({
    group: { ...sampleGroup(), place: { kind: 'project' as const, projectId: project.id, roleId: randomUUID() } },
    name: `Statsig-ProjectA-Role${n}`,
  }));
  return { directory, session, project, groups: [...groups, ...more] };
}

/** The directory of a process that dies after so many single writes, or in the transaction that follows them. */
function dying({ organization }: Session, last: number): Directory {
  const client = table.newClient();
  let writes = 0;
  injectFaults(client, ({ name }) =>
    /^(Put|Transact)/u.test(name) && (++writes > last || name.startsWith('T'))
      ? { error: new Error('killed') }
      : undefined,
  );
  return tableRegistry({ ...table, client }).directory(organization, stamp());
}

async function create(directory: Directory, project: Project, groups: readonly NamedGroup[]) {
  return directory.putPart(await directory.structure(), newPart({ kind: 'project', value: project }, groups));
}

const groupsIn = ({ organization }: Session) => itemsIn(table, `ORG#${organization}#GROUPS`);

/** The worker is told that the time of a mark has come. */
async function expire(session: Session, project: Project): Promise<void> {
  const before = await readItem(session, creationKey(session.organization, project.id));
  if (before === undefined) throw new Error('There is no mark.');
  const key = { PK: String(before['PK']), SK: String(before['SK']) };
  const record: TableRecord = { organization: session.organization, key, before, byTimeToLive: true, sequence: '1' };
  const worker: Worker = { open: () => session, timeLeft: () => true, now: () => new Date() };
  await continueChanges([{ ...record, byTimeToLive: false }, record], worker);
}

it.each([0, 20, 60])('G1: of a creation that dies, %i groups before its end, nothing stays', async (missing) => {
  const { session, project, groups } = await large();
  const last = groups.length + 1 + groups.length - missing;
  await expect(create(dying(session, last), project, groups)).rejects.toThrow('killed');
  // Those that were on their way are still written.
  await expect.poll(() => groupsIn(session), { timeout: 15_000 }).toHaveLength(groups.length - missing);
  await expire(session, project);
  expect(await groupsIn(session)).toEqual([]);
});

it('G1: the mark goes with the creation, and takes no group of what was created', async () => {
  const { directory, session, project, groups } = await large();
  await expect(create(dying(session, 1_000), project, groups)).rejects.toThrow('killed');
  const mark = await readItem(session, creationKey(session.organization, project.id));
  expect(mark).toMatchObject({ type: 'creation', expiresAt: expect.any(Number) });
  expect(await create(directory, project, groups)).toBe('written');
  expect(await readItem(session, creationKey(session.organization, project.id))).toBeUndefined();
  const record: TableRecord = {
    organization: session.organization,
    key: creationKey(session.organization, project.id),
    ...(mark && { before: mark }),
    byTimeToLive: true,
    sequence: '1',
  };
  await continueChanges([record], { open: () => session, timeLeft: () => true, now: () => new Date() });
  expect(await groupsIn(session)).toHaveLength(groups.length);
});
