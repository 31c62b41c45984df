import { describe, expect, it } from 'vitest';
import type { ProofCounts, SecretPlace, TablePlace } from '../../console/upkeep.ts';
import { programs } from '../../upkeep/programs.ts';
import { pretend, runIn } from '../support/command-line.ts';

const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:Pepper-AbCdEf';
const none: ProofCounts = { current: 0, previous: 0, other: 0, none: 0 };

/** Runs the command on a table whose keys are so, or fail so. */
async function pepper(
  args: readonly string[],
  found: Partial<ProofCounts> | Error = {},
  more: Readonly<Record<string, string>> = { ROLLCALL_PEPPER_SECRET: arn },
) {
  const opened: { place: TablePlace; secret: SecretPlace; renew: boolean }[] = [];
  let closed = 0;
  const openProofs = async (place: TablePlace, secret: SecretPlace) => ({
    async count({ renew }: { readonly renew: boolean }) {
      opened.push({ place, secret, renew });
      if (found instanceof Error) throw found;
      return { ...none, ...found };
    },
    close: () => void (closed += 1),
  });
  const variables = { ROLLCALL_TABLE: 'T', AWS_REGION: 'eu-central-1', ...more };
  const ended = await runIn(['pepper', ...args], pretend({}), { upkeep: { ...programs, openProofs }, variables });
  return { ...ended, opened, closed };
}

describe('rollcall pepper', () => {
  it('counts the keys of the table by the secret that is named', async () => {
    const place = { tableName: 'T', region: 'eu-central-1' };
    expect(await pepper([], { current: 12, previous: 1 })).toMatchObject({
      code: 0,
      out: [
        '12 SCIM keys proven by the present pepper',
        '1 SCIM key by the one before',
        'Please renew them with --renew, or wait until they have been used, before the secret is rotated again.',
      ].join('\n'),
      opened: [{ place, secret: { arn }, renew: false }],
      closed: 1,
    });
  });

  it('says that it may be rotated again, where none is left and where they were renewed', async () => {
    expect((await pepper([], { current: 2 })).out).toMatch(/\nThe secret may be rotated again\.$/u);
    const renewed = await pepper(['--renew'], { current: 2, previous: 3 });
    expect(renewed.opened).toMatchObject([{ renew: true }]);
    expect(renewed.out).toBe(
      '2 SCIM keys proven by the present pepper\n' +
        '3 SCIM keys were proven by the one before, and are now by the present one\n' +
        'The secret may be rotated again.',
    );
  });

  it('gives the counts as they are afterwards as JSON', async () => {
    const { out } = await pepper(['--json', '--renew'], { current: 2, previous: 3 });
    expect(JSON.parse(out)).toEqual({ current: 5, previous: 0, other: 0, none: 0, renewed: 3 });
    expect(JSON.parse((await pepper(['--json'], { previous: 3 })).out)).toEqual({ ...none, previous: 3, renewed: 0 });
  });

  it('fails where keys count no longer', async () => {
    const { code, out, err } = await pepper([], { current: 1, other: 1, none: 1 });
    expect(code).toBe(1);
    expect(out).toContain('2 SCIM keys by neither');
    expect(err).toMatch(/2 SCIM keys are proven by neither, and no longer taken\. Please put the secret back/u);
  });

  it.each([
    [{}, [], /Which secret\? Please give the ARN/u],
    [{ ROLLCALL_PEPPER_SECRET: 'Pepper' }, [], /"Pepper" is no ARN of a secret\. Please/u],
    [{}, ['--secret', 'arn:aws:s3:::bucket'], /"arn:aws:s3:::bucket" is no ARN of a secret\. Please/u],
  ])('does not begin with the variables %j and the words %j', async (variables, args, sentence) => {
    const { code, err, opened } = await pepper(args, {}, variables);
    expect({ code, opened }).toEqual({ code: 2, opened: [] });
    expect(err).toMatch(sentence);
  });

  it('asks another Secrets Manager where the variables of the SDK name one', async () => {
    const variables = { ROLLCALL_PEPPER_SECRET: arn, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    expect((await pepper([], {}, variables)).opened).toMatchObject([
      { secret: { arn, endpoint: 'http://127.0.0.1:9' } },
    ]);
  });

  it('says in one sentence why the secret cannot be read, and passes on what it cannot explain', async () => {
    const sentence =
      'The secret x with the pepper of the SCIM keys may not be read by this function. Please restore it.';
    const lasting = await pepper([], new Error(sentence));
    expect(lasting.err).toContain(sentence);
    expect(lasting.closed).toBe(1);
    const passing = new Error('later', {
      cause: new Error('Secrets Manager does not answer for the pepper of the SCIM keys.'),
    });
    expect((await pepper([], passing)).err).toContain(
      'Secrets Manager does not answer for the pepper of the SCIM keys.',
    );
    await expect(pepper([], new Error('odd'))).rejects.toThrow('odd');
  });
});
