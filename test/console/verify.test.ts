import { describe, expect, it } from 'vitest';
import type { TableFinding, TablePlace, Verifier, VerifySettings } from '../../console/upkeep.ts';
import { programs } from '../../upkeep/programs.ts';
import { organizationId, pretend, runIn } from '../support/command-line.ts';
import type { Ended } from '../support/command-line.ts';

const damage: TableFinding = {
  code: 'userNameMissing',
  severity: 'damage',
  keys: [
    { PK: 'ORG#o#USERS', SK: 'u' },
    { PK: 'ORG#o#NAMES', SK: 'USER#a\u{202e}' },
  ],
  words: 'It is gone.',
  advice: 'Please mend it.',
};
const note: TableFinding = { ...damage, code: 'nameLookupLeft', severity: 'note', keys: [] };
const acme = { id: organizationId, name: 'Acme' };

type Run = Ended & { readonly verified: readonly unknown[]; readonly closed: number };

/** Runs the command on a table of one organization in which this is found. */
async function verify(
  args: readonly string[],
  found: readonly TableFinding[] = [],
  variables: Readonly<Record<string, string>> = { ROLLCALL_TABLE: 'T', AWS_REGION: 'eu-central-1' },
): Promise<Run> {
  const verified: unknown[] = [];
  let closed = 0;
  const openVerifier = async (place: TablePlace): Promise<Verifier> => ({
    organizations: async () => [acme, { id: '2', name: 'Twice' }, { id: '3', name: 'Twice' }],
    async verify(id: string, { progress, ...settings }: VerifySettings) {
      verified.push({ place, id, settings });
      if (id !== organizationId) return undefined;
      for (const items of [400, 5_000, 9_000]) progress('users', items);
      for (const items of [1, 6]) progress('names', items);
      return (async function* () {
        yield* found;
      })();
    },
    close: () => void (closed += 1),
  });
  const ended = await runIn(['verify', ...args], pretend({}), { upkeep: { ...programs, openVerifier }, variables });
  return { ...ended, verified, closed };
}

describe('rollcall verify', () => {
  it('says that all is well, and on standard error how far it is', async () => {
    const place = { tableName: 'T', region: 'eu-central-1' };
    expect(await verify(['Acme'])).toMatchObject({
      code: 0,
      out: 'All is well.',
      err: [
        'users: 400 items …',
        'users: 14400 items …',
        'names: 1 item …',
        'users: 14400 items in all',
        'names: 7 items in all',
      ].join('\n'),
      verified: [{ place, id: organizationId, settings: { product: 'Statsig', whole: false } }],
      closed: 1,
      asked: [],
    });
    expect((await verify([organizationId, '--whole', '--product', 'Acme Cloud'])).verified).toEqual([
      { place, id: organizationId, settings: { product: 'Acme Cloud', whole: true } },
    ]);
  });

  it('tells each finding with its items and what to do, and ends with 1 where there is damage', async () => {
    const { code, out, err, closed } = await verify(['Acme'], [damage, note]);
    expect([code, closed]).toEqual([1, 1]);
    expect(out.split('\n')).toEqual([
      'damage  userNameMissing: It is gone.',
      '        ORG#o#USERS / u',
      '        ORG#o#NAMES / USER#a\u{fffd}',
      '        Please mend it.',
      'note    nameLookupLeft: It is gone.',
      '        Please mend it.',
    ]);
    expect(err).toMatch(/1 thing does not fit; 1 note\.$/u);
    expect(await verify(['Acme'], [note])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/All is well; 1 note\.$/u),
    });
  });

  it('gives programs one document', async () => {
    const { code, out } = await verify(['Acme', '--json'], [damage]);
    expect([code, JSON.parse(out)]).toEqual([1, { sound: false, complete: true, findings: [damage] }]);
  });

  it('looks on behind a thousand notes, and counts those that it does not show', async () => {
    const notes = Array.from({ length: 1_200 }, () => note);
    const { code, out } = await verify(['Acme'], notes);
    expect([code, out.split('\n').at(-1)]).toEqual([0, 'All is well; 1200 notes, 200 of them not shown.']);
    const behind = await verify(['Acme', '--json'], [...notes, damage]);
    expect(behind.err).toContain('1 thing does not fit; 1200 notes, 200 of them not shown.');
    const { findings, ...rest } = JSON.parse(behind.out) as { findings: readonly TableFinding[] };
    expect([behind.code, rest, findings.length]).toEqual([1, { sound: false, complete: false }, 1_001]);
    expect(findings.at(-1)).toEqual(damage);
  });

  it('ends after a thousand things that do not fit', async () => {
    const { out, err } = await verify(
      ['Acme', '--json'],
      Array.from({ length: 1_200 }, () => damage),
    );
    expect(JSON.parse(out)).toMatchObject({ complete: false });
    expect(err).toContain('1000 things do not fit; 0 notes. There may be more');
  });

  it.each([
    [['Nobody'], 1, 'There is no organization "Nobody". Please give its id or its exact name.'],
    [['Twice'], 1, '2 organizations are named "Twice".'],
    [['44444444-4444-4444-8444-444444444444'], 1, 'Please give its id or its name.'],
    [[''], 2, 'The name of the organization is empty. Please give its id or name.'],
    [[], 2, 'Which organization? Please give its id or name.'],
  ])('refuses %j', async (args, code, words) => {
    expect(await verify(args)).toMatchObject({ code, err: expect.stringContaining(words) });
  });

  it('takes the organization that the variable names', async () => {
    const variables = { ROLLCALL_TABLE: 'T', AWS_REGION: 'r', ROLLCALL_ORGANIZATION: 'Acme' };
    expect((await verify([], [], variables)).code).toBe(0);
  });
});
