import { Readable } from 'node:stream';
import type { HttpRequest } from '@smithy/core/protocols';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ScimError } from '#scim/errors.ts';
import { createClient } from '#storage/client.ts';
import { openPepper } from '#storage/open-pepper.ts';
import { proofOf, type Provable } from '#storage/key-proof.ts';
import { isSecretArn, secretReader } from '#storage/secret.ts';
import { refusal, type SecretsManager, secretValue, startSecretsManager } from '../support/secrets-manager.ts';

const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:Pepper-AbCdEf';
const value = 'the pepper of this test, which is long enough';
const client = createClient('http://127.0.0.1:1');
let manager: SecretsManager;
let endpoint: string;

beforeAll(async () => {
  manager = await startSecretsManager();
  ({ endpoint } = manager);
});
afterAll(() => {
  client.destroy();
  manager.stop();
});
beforeEach(() => {
  manager.asked.length = 0;
  manager.reply(() => secretValue(value));
});

describe('a secret', () => {
  it('is asked for by its stage, signed for the Region in its ARN', async () => {
    expect(await secretReader(client, { arn, endpoint })('AWSCURRENT')).toBe(value);
    expect(manager.asked).toHaveLength(1);
    expect(manager.asked[0]?.body).toEqual({ SecretId: arn, VersionStage: 'AWSCURRENT' });
    expect(manager.asked[0]?.headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.GetSecretValue',
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=local\/\d{8}\/eu-central-1\/secretsmanager\/aws4_request, /u,
      ) as string,
    });
  });

  it.each([
    [arn, 'secretsmanager.eu-central-1.amazonaws.com'],
    ['arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:a-AbCdEf', 'secretsmanager.cn-north-1.amazonaws.com.cn'],
    [
      'arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:a-AbCdEf',
      'secretsmanager.us-gov-west-1.amazonaws.com',
    ],
  ])('%s is asked for at %s over TLS', async (place, host) => {
    const sent: HttpRequest[] = [];
    const requestHandler = {
      handle: async (request: HttpRequest) => {
        sent.push(request);
        return { response: { statusCode: 200, body: Readable.from([Buffer.from('{"SecretString":"it"}')]) } };
      },
    } as unknown as typeof client.config.requestHandler;
    const { credentials, sha256 } = client.config;
    expect(await secretReader({ config: { credentials, sha256, requestHandler } }, { arn: place })('AWSCURRENT')).toBe(
      'it',
    );
    expect(sent).toMatchObject([{ protocol: 'https:', hostname: host, path: '/', headers: { host } }]);
  });

  it('has no previous value before its first rotation', async () => {
    manager.reply(({ VersionStage }) =>
      VersionStage === 'AWSPREVIOUS' ? refusal('ResourceNotFoundException') : 'hang up',
    );
    expect(await secretReader(client, { arn, endpoint })('AWSPREVIOUS')).toBeUndefined();
  });

  it('without a text is empty', async () => {
    manager.reply(() => ({ status: 200, body: { SecretBinary: 'AAAA' } }));
    expect(await secretReader(client, { arn, endpoint })('AWSCURRENT')).toBe('');
  });

  it.each([
    ['ResourceNotFoundException', 'does not exist, or has no value AWSCURRENT'],
    ['InvalidRequestException', 'was deleted, and can be restored for some days'],
    ['AccessDeniedException', 'may not be read by this function'],
    ['com.amazonaws.secretsmanager#DecryptionFailure', 'cannot be decrypted by this function'],
    ['SomethingElse', 'cannot be read (SomethingElse)'],
  ])('that is refused with %s is told of in one sentence, without what the answer says', async (type, words) => {
    manager.reply(() => refusal(type));
    const error = await secretReader(client, { arn, endpoint })('AWSCURRENT').catch((fault: unknown) => fault);
    expect(error).not.toBeInstanceOf(ScimError);
    expect((error as Error).message).toBe(
      `The secret ${arn} with the pepper of the SCIM keys ${words}. ` +
        'Please restore it, or give this function secretsmanager:GetSecretValue on it (docs/keys.md).',
    );
  });

  it.each<[string, ReturnType<typeof refusal>]>([
    ['is throttled', refusal('ThrottlingException')],
    ['fails', refusal('InternalServiceError', 500)],
    ['hangs up', 'hang up'],
  ])('whose service %s twice is a 503 that passes, and once is no matter', async (_, bad) => {
    manager.reply(() => bad);
    await expect(secretReader(client, { arn, endpoint })('AWSCURRENT')).rejects.toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
    });
    expect(manager.asked).toHaveLength(2);
    manager.reply(() => (manager.asked.length % 2 === 1 ? bad : secretValue(value)));
    expect(await secretReader(client, { arn, endpoint })('AWSCURRENT')).toBe(value);
  });

  it.each([
    ['arn:aws:secretsmanager:eu-central-1:123456789012:secret:Pepper-AbCdEf', true],
    ['arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:a/b-AbCdEf', true],
    ['arn:aws:secretsmanager:eu-central-1:123456789012:key:Pepper', false],
    ['Pepper', false],
    ['', false],
  ])('%j is known by its form: %j', (text, expected) => {
    expect(isSecretArn(text)).toBe(expected);
  });
});

describe('the pepper at the start of a function', () => {
  const key: Provable = { hash: 'h', id: 'k', organizationId: 'acme', scope: 'full' };

  it('is read at once, so that nobody waits for it, and told of nobody', async () => {
    const troubles: unknown[] = [];
    const settings = { PEPPER_SECRET_ARN: arn, AWS_ENDPOINT_URL: endpoint };
    const pepper = openPepper(client, settings, (trouble) => void troubles.push(trouble));
    expect(await pepper.check(key, proofOf(value, key))).toBe('current');
    expect(manager.asked).toHaveLength(1);
    expect(troubles).toEqual([]);
  });

  it('that cannot be read is told of once, in one sentence, before any request needs it', async () => {
    manager.reply(() => refusal('AccessDeniedException'));
    const told = Promise.withResolvers<unknown>();
    const settings = { PEPPER_SECRET_ARN: arn, AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint };
    openPepper(client, settings, told.resolve);
    expect(await told.promise).toMatchObject({
      kind: 'noPepper',
      error: { message: expect.stringMatching(/may not be read by this function\. Please /u) as string },
    });
  });

  it('is on a desk what the environment says', async () => {
    const pepper = openPepper(client, { PEPPER: value, PEPPER_SECRET_ARN: arn }, () => expect.unreachable());
    expect((await pepper.prover())(key)).toBe(proofOf(value, key));
    expect(await pepper.check(key, proofOf('another one, which is as long as that', key))).toBeUndefined();
    expect(manager.asked).toEqual([]);
  });

  it.each([
    [{}, 'it is missing'],
    [{ PEPPER_SECRET_ARN: '' }, 'it is missing'],
    [{ PEPPER_SECRET_ARN: 'Pepper' }, 'it is of no use as it is set'],
  ])('stops a function whose environment is %j', (settings, problem) => {
    expect(() => openPepper(client, settings, () => expect.unreachable())).toThrow(
      `The environment of this function is not usable. PEPPER_SECRET_ARN: ${problem}`,
    );
  });
});
