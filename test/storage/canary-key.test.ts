import { describe, expect, it } from 'vitest';
import { readCanaryKey } from '#storage/canary-key.ts';

const secretArn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:canary-AbCdEf';
const environment = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' };

/** Secrets Manager with one answer, and what it was asked. */
function answering(status: number, body: object | string) {
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  const send = (async (url: URL, init?: RequestInit) => {
    asked.push({ url: url.href, init });
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  }) as unknown as typeof fetch;
  return { asked, send };
}

describe("the canary's key", () => {
  it('is the value of the secret, asked for with a signature in the Region of the secret', async () => {
    const { asked, send } = answering(200, { SecretString: 'scim-abc\n' });
    expect(await readCanaryKey({ secretArn, environment, send })).toBe('scim-abc');
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url).toBe('https://secretsmanager.eu-central-1.amazonaws.com/');
    expect(asked[0]?.init).toMatchObject({
      method: 'POST',
      body: JSON.stringify({ SecretId: secretArn }),
      headers: {
        'x-amz-target': 'secretsmanager.GetSecretValue',
        'x-amz-security-token': 'token',
        authorization: expect.stringContaining('Credential=AKID/') as string,
      },
    });
  });

  it.each([
    [
      'in China',
      secretArn.replace('arn:aws', 'arn:aws-cn'),
      {},
      /^https:\/\/secretsmanager\.[\w-]+\.amazonaws\.com\.cn\//u,
    ],
    ['of an emulator', secretArn, { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }, /^http:\/\/127\.0\.0\.1:4566\//u],
    [
      'of a service named by itself',
      secretArn,
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://127.0.0.1:2' },
      /:2\//u,
    ],
  ])('is asked for at the address %s', async (_, arn, more, address) => {
    const { asked, send } = answering(200, { SecretString: 'scim-abc' });
    await readCanaryKey({ secretArn: arn, environment: { ...environment, ...more }, send });
    expect(asked[0]?.url).toMatch(address);
  });

  it.each([
    ['nobody has put a key there yet', 200, { SecretString: 'gE7…' }, 'holds no SCIM key. Please put one into it'],
    ['the secret has no value', 200, {}, 'holds no SCIM key'],
    [
      'it may not be read',
      400,
      { __type: 'com.amazon#AccessDeniedException' },
      'cannot be read (AccessDeniedException)',
    ],
    ['the service fails', 503, 'Busy', 'cannot be read (status 503)'],
  ])('is one sentence where %s, without the value', async (_, status, body, sentence) => {
    const { send } = answering(status, body);
    const reading = readCanaryKey({ secretArn, environment, send });
    await expect(reading).rejects.toThrow(sentence);
    await expect(reading).rejects.not.toThrow('gE7');
  });
});
