import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import configuration from '../../cdk.json' with { type: 'json' };
import { chosenEnvironments } from '../../lib/context.ts';
import type { Environment } from '../../lib/environments.ts';
import { SettingError } from '../../lib/setting-error.ts';

const certificateArn = 'arn:aws:acm:eu-central-1:123456789012:certificate/abc';
const target = { account: '123456789012', region: 'eu-central-1' };
const environments: readonly Environment[] = [
  { name: 'development', productName: 'Acme' },
  { name: 'production', productName: 'Acme', target, domain: { name: 'scim.example.com', certificateArn } },
];
const flags = configuration.context;

function sentenceOf(act: () => unknown): string {
  try {
    return JSON.stringify(act());
  } catch (error) {
    return (error as Error).message;
  }
}

function choose(context: object, among = environments): readonly Environment[] {
  return chosenEnvironments(among, { ...flags, ...context }, flags);
}

describe('the context of the command line', () => {
  it('chooses all environments where it says nothing, whatever CDK itself keeps in it', () => {
    const kept = {
      'acknowledged-issue-numbers': [1],
      'aws:cdk:bundling-stacks': [],
      'availability-zones:account=1:region=x': ['a'],
      '@aws-cdk/core:x': 1,
    };
    expect(choose(kept)).toEqual(environments);
  });

  it('chooses one environment by its name', () => {
    expect(choose({ environment: 'production' })).toEqual([environments[1]]);
  });

  it('takes the place of settings of the chosen environment', () => {
    const context = {
      environment: 'production',
      productName: 'Other',
      domainName: 'people.example.com',
      alarmEmail: 'ops@example.com',
      logRetention: '30',
    };
    expect(choose(context)).toEqual([
      {
        ...environments[1],
        productName: 'Other',
        domain: { name: 'people.example.com', certificateArn },
        alarms: { email: 'ops@example.com' },
        logRetention: 30,
      },
    ]);
  });

  it('gives a domain to an environment that has none', () => {
    const domain = { name: 'scim.example.com', certificateArn };
    const context = { environment: 'development', domainName: domain.name, certificateArn };
    expect(choose(context, [{ ...environments[0]!, target }])).toMatchObject([{ domain }]);
  });

  it.each<[context: object, sentence: string]>([
    [
      { enviroment: 'production' },
      'There is no context "enviroment", which is "production": please give one of environment, productName, domainName, certificateArn, alarmEmail, logRetention.',
    ],
    [
      { environment: 'staging' },
      'The context environment is "staging", which lib/environments.ts does not have: please give one of development, production.',
    ],
    [
      { productName: 'Other', alarmEmail: 'ops@example.com' },
      'The context productName, alarmEmail is for one environment alone: please say which with -c environment=<name>, one of development, production.',
    ],
    [
      { environment: 'development', domainName: 'scim.example.com' },
      'domain.certificateArn of development is missing: please give its ARN, arn:aws:acm:<region>:<account>:certificate/<id>.',
    ],
    [
      { environment: 'development', logRetention: 'long' },
      'logRetention of development is "long", for which CloudWatch keeps no log: please give one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, 9999 days (9999 keeps it for ever).',
    ],
  ])('is refused with one sentence where it is %o', (context, sentence) => {
    expect(() => choose(context)).toThrow(new SettingError(sentence));
  });

  it('is not asked where an environment has no name, which would be a deployment that is called undefined', () => {
    const nameless = { productName: 'Acme' } as unknown as Environment;
    expect(() => choose({}, [...environments, nameless])).toThrow(
      new SettingError(
        'name of environment 3 in lib/environments.ts is missing: please give it one, such as production.',
      ),
    );
  });

  it('is not asked where two environments have one name', () => {
    expect(() => choose({}, [...environments, environments[0]!])).toThrow(
      new SettingError('name of two environments is "development": please give each a name of its own.'),
    );
  });
});

it('is explained in docs/deploy.md, word by word', () => {
  const manual = readFileSync(join(import.meta.dirname, '../../docs/deploy.md'), 'utf8');
  const [, words = ''] = /please give one of (.+)\.$/u.exec(sentenceOf(() => choose({ x: 'y' }))) ?? [];
  for (const word of words.split(', ')) expect(manual).toMatch(new RegExp(`^\\| .*\`${word}\``, 'mu'));
});

it('ends the app with the sentence alone, without a stack and without a template', async () => {
  const folder = mkdtempSync(join(inject('assemblies'), 'refused-'));
  const run = promisify(execFile)(process.execPath, ['bin/app.ts'], {
    cwd: join(import.meta.dirname, '../..'),
    env: {
      ...process.env,
      CDK_OUTDIR: folder,
      CDK_VALIDATION: 'false',
      CDK_CONTEXT_JSON: JSON.stringify({ environment: 'production', alarmEmail: 'ops' }),
    },
  });
  await expect(run).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr:
      'alarms.email of production is "ops", which is no e-mail address: please give one, such as on-call@example.com.\n',
  });
});
