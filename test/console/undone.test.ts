import { describe, expect, it } from 'vitest';
import type { TablePlace, Undone, UndoneRecords } from '../../console/upkeep.ts';
import { programs } from '../../upkeep/programs.ts';
import type { Ended } from '../support/command-line.ts';
import { folderWith, pretend, runIn } from '../support/command-line.ts';

const undone: Undone = {
  id: '44.recordActivity',
  consumer: 'recordActivity',
  organization: 'o-1',
  sequence: '44',
  at: '2026-11-23T12:00:00.000Z',
  error: { name: 'TypeError', message: 'Odd\u{202e}.', stack: 'TypeError: Odd.\n    at read' },
};
const record = { dynamodb: { SequenceNumber: '44' } };
const done = { id: undone.id, organization: 'o-1', outcome: 'done' } as const;
const failed = { ...done, outcome: 'failed', error: { name: 'TypeError', message: 'Odd.' } } as const;

/** Runs a command with these records in the table, and tells where they were looked for. */
async function rollcall(
  args: readonly string[],
  records: Partial<UndoneRecords> = {},
  variables: Readonly<Record<string, string>> = { ROLLCALL_TABLE: 'T', AWS_REGION: 'eu-central-1' },
  input = '',
): Promise<Ended & { readonly places: readonly TablePlace[]; readonly closed: number }> {
  const places: TablePlace[] = [];
  let closed = 0;
  const upkeep = {
    ...programs,
    openUndone: async (place: TablePlace): Promise<UndoneRecords> => {
      places.push(place);
      return {
        list: async () => [undone],
        read: async () => undefined,
        replay: async () => done,
        replayInvocation: async () => undefined,
        close: () => void (closed += 1),
        ...records,
      };
    },
  };
  const options = { upkeep, variables, readInput: () => Promise.resolve(input) };
  const ended = await runIn(['undone', ...args], pretend({}), options);
  return { ...ended, places, closed };
}

describe('rollcall undone', () => {
  it('lists what was set aside, and closes the table', async () => {
    const { code, out, closed, asked } = await rollcall(['list']);
    expect([code, closed, asked]).toEqual([0, 1, []]);
    expect(out.split('\n')).toEqual([
      expect.stringMatching(/^ID +SET ASIDE +ORGANIZATION +ERROR$/u),
      '44.recordActivity  2026-11-23 12:00:00Z  o-1           TypeError: Odd\u{fffd}.',
    ]);
    expect(JSON.parse((await rollcall(['list', '--json'])).out)).toEqual({ items: [undone], more: false });
    expect((await rollcall(['list'], { list: async () => [] })).out).toBe('Nothing is set aside.');
  });

  it('shows one with its record and where the error came from', async () => {
    const read = async () => ({ ...undone, record });
    const { out } = await rollcall(['show', undone.id], { read });
    expect(out).toMatch(/^Record {8}44\.recordActivity\n/u);
    expect(out).toContain('\n    at read\n{\n  "dynamodb"');
    expect(out).not.toContain('\u{202e}');
    expect(JSON.parse((await rollcall(['show', undone.id, '--json'], { read })).out)).toEqual({ ...undone, record });
    const none = await rollcall(['show', 'x']);
    expect([none.code, none.err]).toEqual([
      1,
      'Nothing of the id "x" is set aside. "rollcall undone list" shows what is.',
    ]);
  });

  it('has one worked on again, or all', async () => {
    const asked: unknown[] = [];
    const replay: UndoneRecords['replay'] = async (...given) => {
      asked.push(given);
      return done;
    };
    expect(await rollcall(['replay', undone.id, '--activity-days', '30'], { replay })).toMatchObject({
      code: 0,
      out: '44.recordActivity  done',
    });
    expect((await rollcall(['replay', '--all', '--json'], { replay })).out).toBe(
      JSON.stringify({ items: [done], more: false }, undefined, 2),
    );
    expect(asked).toEqual([
      [undone.id, { activityDays: 30 }],
      [undone.id, { activityDays: 90 }],
    ]);
    expect((await rollcall(['replay', '--all'], { replay: async () => undefined })).out).toBe('Nothing is set aside.');
    expect((await rollcall(['replay', 'x'], { replay: async () => undefined })).code).toBe(1);
  });

  it('ends with 1 where one fails again, and says why', async () => {
    const { code, out, err } = await rollcall(['replay', '--all'], { replay: async () => failed });
    expect([code, out, err]).toEqual([1, '44.recordActivity  failed: TypeError: Odd.', '1 of 1 record failed again.']);
  });

  it('has what Lambda gave up worked on again, from a file or from standard input', async () => {
    const folder = await folderWith({ 'left.json': 'left' });
    const replayInvocation: UndoneRecords['replayInvocation'] = async (text) => (text === 'left' ? [done] : undefined);
    expect((await rollcall(['replay', '--file', `${folder}/left.json`], { replayInvocation })).out).toBe(
      '44.recordActivity  done',
    );
    expect((await rollcall(['replay', '--file', '-'], { replayInvocation }, undefined, 'left')).code).toBe(0);
    const empty = await rollcall(['replay', '--file', '-'], { replayInvocation: async () => [] });
    expect([empty.code, empty.out]).toEqual([0, 'The file has no record to be worked on.']);
    const other = await rollcall(['replay', '--file', '-'], { replayInvocation }, undefined, 'other');
    expect([other.code, other.err]).toEqual([2, expect.stringContaining('an object of the bucket, whole')]);
    const none = await rollcall(['replay', '--file', `${folder}/none.json`]);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('cannot be read (ENOENT)')]);
  });

  it.each([[[]], [['1', '--all']], [['--all', '--file', '-']], [['1', '--activity-days', '0']]])(
    'is told which to work on again: not %j',
    async (args) => {
      expect((await rollcall(['replay', ...args])).code).toBe(2);
    },
  );
});

describe('the table', () => {
  const server = {
    scimBaseUrl: '',
    scimKey: '',
    adminBaseUrl: '',
    adminKey: '',
    organizationId: '',
    databaseEndpoint: 'http://127.0.0.1:8000',
    tableName: 'rollcall',
    pid: 1,
  };

  it('is that of the local server where none is named', async () => {
    const data = await folderWith({ 'endpoint.json': JSON.stringify(server) });
    const { places } = await rollcall(['list', '--data', data], {}, {});
    expect(places).toEqual([{ tableName: 'rollcall', endpoint: 'http://127.0.0.1:8000' }]);
    expect((await rollcall(['list', '--data', '/nowhere'], {}, {})).code).toBe(3);
  });

  it.each<[readonly string[], Readonly<Record<string, string>>, TablePlace]>([
    [
      ['--table', 'A', '--region', 'eu-north-1', '--profile', 'ops'],
      { AWS_REGION: 'x' },
      { tableName: 'A', region: 'eu-north-1', profile: 'ops' },
    ],
    [[], { ROLLCALL_TABLE: 'B', AWS_DEFAULT_REGION: 'eu-west-1' }, { tableName: 'B', region: 'eu-west-1' }],
    [['--table', 'C'], { DYNAMODB_ENDPOINT: 'http://127.0.0.1:1' }, { tableName: 'C', endpoint: 'http://127.0.0.1:1' }],
    [['--table', 'D', '--database', 'http://127.0.0.1:2'], {}, { tableName: 'D', endpoint: 'http://127.0.0.1:2' }],
  ])('is named by %j and %j', async (args, variables, place) => {
    expect((await rollcall(['list', ...args], {}, variables)).places).toEqual([place]);
  });

  it.each([
    [['--database', 'http://127.0.0.1:2'], 'Which table?'],
    [['--table', 'A', '--database', 'ftp://x'], '"ftp://x" is no URL.'],
    [['--table', 'A', '--database', 'x'], '"x" is no URL.'],
  ])('is not named by %j', async (args, words) => {
    const { code, err } = await rollcall(['list', ...args], {}, {});
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });

  const named = (name: string, more: object = {}): Error => Object.assign(new Error('Because.'), { name, ...more });
  it.each([
    [named('ResourceNotFoundException'), 1, 'There is no table "T" at eu-central-1.'],
    [named('AccessDeniedException'), 3, 'AWS refuses the table T: Because.'],
    [named('CredentialsProviderError'), 3, 'AWS takes no credentials: Because.'],
    [named('ExpiredTokenException'), 3, 'AWS takes no credentials: Because.'],
    [new Error('Region is missing'), 3, 'Please give the one of the table with --region.'],
    [named('ScimError', { status: 503 }), 3, 'The table T at eu-central-1 does not answer.'],
  ])('that says %s is told so in words', async (fault, code, words) => {
    const ended = await rollcall(['list'], { list: () => Promise.reject(fault) });
    expect([ended.code, ended.closed, ended.err]).toEqual([code, 1, expect.stringContaining(words)]);
  });

  it('that fails otherwise is a fault of the program', async () => {
    for (const fault of [new Error('Odd.'), 'odd'] as Error[]) {
      await expect(rollcall(['list'], { list: () => Promise.reject(fault) })).rejects.toBe(fault);
    }
  });
});
