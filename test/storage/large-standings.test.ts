import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Directory, GroupChange, Registry } from '#domain/directory.ts';
import type { Group } from '#domain/group.ts';
import type { Standing } from '#domain/user.ts';
import { journalRange } from '#storage/change-keys.ts';
import { tableRegistry } from '#storage/registry.ts';
import { readRange } from '#storage/send-reads.ts';
import { startTestTable } from '../support/engine.ts';
import type { TestTable } from '../support/engine.ts';
import { cancelled, injectFaults } from '../support/faults.ts';
import type { Call, Fault } from '../support/faults.ts';
import { applyAll, committingDirectory, putStandings, workingSession } from '../support/journal.ts';
import { found, sampleGroup, sampleUser, stamp } from '../support/samples.ts';

/** Users of these tests are so large that no transaction may write more of them. */
const mostStandings = 3;

let table: TestTable;
let registry: Registry;
let organization: string;
let people: readonly Standing[];

beforeAll(async () => {
  table = await startTestTable();
  registry = tableRegistry(table);
});
beforeEach(async () => {
  organization = (await found(registry)).organization.id;
  people = await putStandings(workingSession(table, organization), 60);
});
afterAll(() => table.stop());

/** What DynamoDB says of more than 4 MB: nowhere is it written in which of the two ways. */
const refusals: readonly (readonly [string, () => Error])[] = [
  ['a cancelled transaction', () => cancelled('None', 'ValidationError')],
  [
    'an invalid one',
    () => Object.assign(new Error('The transaction is larger than 4 MB'), { name: 'ValidationException' }),
  ],
];

/** Where transactions with too many standings are refused. */
function narrowTable(refusal: () => Error): Pick<TestTable, 'client' | 'tableName'> {
  const client = table.newClient();
  const isTooLarge = ({ name, input }: Call): boolean => {
    if (name !== 'TransactWriteItems') return false;
    const actions = input['TransactItems'] as readonly { readonly Update?: { readonly Key: { PK: string } } }[];
    return actions.filter(({ Update }) => Update?.Key.PK.endsWith('#USERS')).length > mostStandings;
  };
  injectFaults(client, (call): Fault => (isTooLarge(call) ? { error: refusal() } : undefined));
  return { client, tableName: table.tableName };
}

function directoryOver(place: Pick<TestTable, 'client' | 'tableName'>): Directory {
  return tableRegistry(place).directory(organization, stamp());
}

async function now(directory: Directory, id: string): Promise<Group> {
  const group = await directory.group(id);
  if (group === undefined) throw new Error(`There is no group ${id}.`);
  return group;
}

function joining(group: Group, add: readonly Standing[]): GroupChange {
  return { before: group, after: group, add, remove: [], exclusive: false };
}

async function groupsOf(standings: readonly Standing[]): Promise<ReadonlySet<string>> {
  const known = await directoryOver(table).standings(standings.map(({ userId }) => userId));
  return new Set([...known.values()].map(({ groups }) => [...groups].join()));
}

describe.each(refusals)('users who are together larger than a transaction may be, by %s', (_, refusal) => {
  it('G8: join by a large change, whose slices are applied in parts, each once', async () => {
    const directory = directoryOver(table);
    const group = sampleGroup();
    await directory.createOrdinaryGroup(group, []);
    const before = await now(directory, group.id);
    expect(await committingDirectory(table, organization).changeGroup(joining(before, people))).toBe('written');
    const [change = ''] = (await now(directory, group.id)).journal?.open ?? [];
    const worker = () => workingSession(narrowTable(refusal), organization);
    // Two at once, each of whom finds slices that the other has made smaller.
    await Promise.all([applyAll(worker(), change), applyAll(worker(), change)]);
    await applyAll(worker(), change);
    expect((await now(directory, group.id)).journal?.open).toEqual([]);
    expect(await readRange(worker(), journalRange(organization, group.id))).toEqual([]);
    expect(await directory.members(await now(directory, group.id))).toHaveLength(60);
    const standings = await directory.standings(people.map(({ userId }) => userId));
    expect(new Set([...standings.values()].map(({ revision }) => revision))).toEqual(new Set([2]));
    expect(await groupsOf(people)).toEqual(new Set([group.id]));
  });

  it('G8: join and leave by a change that is otherwise small, a new group too, and are swept with it', async () => {
    const directory = directoryOver(narrowTable(refusal));
    const few = people.slice(0, 20);
    const group = sampleGroup();
    expect(await directory.createOrdinaryGroup(group, few.slice(0, 10))).toBe('written');
    expect(await directory.members(await now(directory, group.id))).toHaveLength(10);
    const before = await now(directory, group.id);
    expect(await directory.changeGroup(joining(before, few.slice(10)))).toBe('written');
    expect(await groupsOf(few)).toEqual(new Set([group.id]));
    expect(await directory.removeOrdinaryGroup(await now(directory, group.id))).toBe('written');
    expect(await groupsOf(few)).toEqual(new Set(['']));
  });

  it('G4: join a team that is new', async () => {
    const directory = directoryOver(narrowTable(refusal));
    const few = people.slice(0, 10);
    const structure = await directory.structure();
    const [project] = structure.projects;
    const id = randomUUID();
    const group = { ...sampleGroup(), place: { kind: 'team', teamId: id, role: 'Member' } as const };
    const at = group.createdAt;
    const team = {
      id,
      projectId: project?.id ?? randomUUID(),
      name: 'Team',
      groups: { Member: group.id },
      earlierNames: [],
      createdBy: 'scim' as const,
      createdAt: at,
    };
    const members = { groupId: group.id, add: few };
    expect(await directory.putTeam(structure, team, [{ group, name: `Team ${id}` }], members)).toBe('written');
    expect(await directory.members(await now(directory, group.id))).toHaveLength(10);
  });
});

it('a transaction that is invalid for another reason is a fault still', async () => {
  const client = table.newClient();
  injectFaults(client, ({ name }): Fault =>
    name === 'TransactWriteItems' ? { error: cancelled('ValidationError') } : undefined,
  );
  const user = sampleUser();
  const directory = directoryOver({ client, tableName: table.tableName });
  await expect(directory.createUser(user)).rejects.toThrow('Transaction cancelled');
});
