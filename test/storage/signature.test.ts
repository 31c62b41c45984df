import { createHash, createHmac } from 'node:crypto';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it } from 'vitest';
import { signPost } from '#storage/signature.ts';

const at = new Date('2026-11-23T12:34:56.789Z');
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

/** Node's SHA-256 as the SDK's signer takes it. */
function sha256(secret?: unknown) {
  const hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer);
  return {
    update: (data: string | Uint8Array) => void hash.update(data),
    digest: async () => new Uint8Array(hash.digest()),
    reset: () => undefined,
  };
}

describe('the signature of a POST', () => {
  it.each([
    ['with the session of a role', 'a+session/token=='],
    ['without one', undefined],
  ])('is the same as that of the SDK, %s', async (_, sessionToken) => {
    const url = new URL('https://secretsmanager.eu-central-1.amazonaws.com');
    const body = '{"SecretId":"arn:aws:secretsmanager:eu-central-1:123456789012:secret:canary-AbCdEf"}';
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.GetSecretValue' };
    const place = { region: 'eu-central-1', service: 'secretsmanager' };
    const theirs = new SignatureV4({
      ...place,
      credentials: { ...credentials, ...(sessionToken !== undefined && { sessionToken }) },
      sha256: sha256 as unknown as ConstructorParameters<typeof SignatureV4>[0]['sha256'],
      applyChecksum: false,
    });
    const request = new HttpRequest({
      method: 'POST',
      hostname: url.host,
      path: '/',
      headers: { ...headers, host: url.host },
      body,
    });
    const signed = await theirs.sign(request, { signingDate: at });
    const ours = signPost(url, { headers, body }, { ...credentials, sessionToken, ...place }, at);
    expect(ours).toEqual(signed.headers);
  });
});
