import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { allows, type Given, grantsIn } from '../privilege/grants.ts';
import type { Need } from '../privilege/needs.ts';
import { environmentNamed, synthesize } from './synthesis.ts';

const { endpointTemplate } = synthesize(environmentNamed('production'));
const grants = grantsIn(endpointTemplate);
const root = join(import.meta.dirname, '../..');

/** What is granted for what AWS does in the name of a Lambda, or for what goes elsewhere than to the table. */
const beside: Readonly<Record<string, string>> = {
  'logs:CreateLogStream on its log': 'Lambda writes the log',
  'logs:PutLogEvents on its log': 'Lambda writes the log',
  'secretsmanager:GetSecretValue on the pepper': 'it is read from Secrets Manager, or on a desk from the environment',
  'dynamodb:DescribeStream on the stream': 'Lambda reads the stream',
  'dynamodb:GetRecords on the stream': 'Lambda reads the stream',
  'dynamodb:GetShardIterator on the stream': 'Lambda reads the stream',
};

const knowingKeys = ['users', 'groups', 'search', 'bulk', 'discovery', 'admin'];

let needed: Readonly<Record<string, readonly Need[]>>;
beforeAll(async () => {
  const run = [join('test', 'privilege', 'run.ts')];
  const { stdout } = await promisify(execFile)(process.execPath, run, { cwd: root, maxBuffer: 16_000_000 });
  needed = JSON.parse(stdout) as typeof needed;
}, 240_000);

/** What only one Lambda is allowed beside the table, in forms that hold names which CDK makes. */
function explainedOf(name: string): readonly RegExp[] {
  if (name !== 'stream') return [];
  return [
    // What Lambda gives up is left there, under names that it makes.
    /^s3:PutObject on .*GivenUp.*\/aws\/lambda\/\*/u,
    /^s3:ListBucket on \{"Fn::GetAtt":\["\w*GivenUp\w*","Arn"\]\}$/u,
    // The streams of a table are listed, not one of them.
    /^dynamodb:ListStreams on .*Table.*\/stream\/\*/u,
  ];
}

const inWords = ({ action, resource, partition }: Given | Need) => `${action} on ${resource}, ${partition}`;
const onTable = ({ resource }: Given) => /^the (?:table|index)/u.test(resource);

it('every handler of the template was driven', () => {
  const entries = [...grants.keys()].filter((entry) => !entry.includes('canary'));
  expect(Object.keys(needed).toSorted()).toEqual(entries.toSorted());
});

describe.each(['users', 'groups', 'search', 'bulk', 'discovery', 'admin', 'activity', 'fallback', 'stream'])(
  'the Lambda of %s',
  (name) => {
    const entry = `lambdas/handlers/${name}.ts`;
    const given = grants.get(entry) ?? [];

    it('asks of the table nothing that it is not allowed', () => {
      const refused = needed[entry]?.filter((need) => !given.some((one) => allows(one, need)));
      expect(refused?.map(inWords)).toEqual([]);
    });

    it('is allowed nothing on the table that it never asks', () => {
      const idle = given.filter(onTable).filter((one) => !needed[entry]?.some((need) => allows(one, need)));
      expect(idle.map(inWords)).toEqual([]);
    });

    it('is allowed nothing else than what is explained', () => {
      const others = given.filter((one) => !onTable(one)).map(({ action, resource }) => `${action} on ${resource}`);
      const known = others.filter((words) => beside[words] === undefined);
      const explained = explainedOf(name);
      expect(known).toHaveLength(explained.length);
      for (const [place, form] of explained.entries()) expect(known[place]).toMatch(form);
      expect(others.includes('secretsmanager:GetSecretValue on the pepper')).toBe(knowingKeys.includes(name));
    });
  },
);

it('a right that is missing shows, and so does one too many', () => {
  const entry = 'lambdas/handlers/search.ts';
  const given = (grants.get(entry) ?? []).filter(onTable);
  for (const taken of given) {
    const rest = given.filter((one) => one !== taken);
    const refused = needed[entry]?.filter((need) => !rest.some((one) => allows(one, need)));
    expect(refused).not.toEqual([]);
  }
  const more = { action: 'dynamodb:Scan', resource: 'the table', partition: '*' };
  expect(needed[entry]?.some((need) => allows(more, need))).toBe(false);
  const wider = { action: 'dynamodb:PutItem', resource: 'the table', partition: `ORG#${'?'.repeat(36)}#USERS` };
  expect(needed[entry]?.some((need) => allows(wider, need))).toBe(false);
});
