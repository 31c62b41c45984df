import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { type ScimError, unavailable } from '#scim/errors.ts';
import type { PepperStage, ReadPepper } from './pepper.ts';

/** The client whose credentials and connections are used: the SDK's own for secrets is heavier than all that is asked. */
type Borrowed = { readonly config: Pick<DynamoDBClient['config'], 'credentials' | 'sha256' | 'requestHandler'> };

/** Where a secret is. */
export type SecretPlace = {
  readonly arn: string;
  /** Another Secrets Manager than the Region's. */
  readonly endpoint?: string | undefined;
};

const arnForm = /^arn:(aws[\w-]*):secretsmanager:([a-z0-9-]+):\d{12}:secret:\S+$/u;

/** True for what can be the ARN of a secret. */
export function isSecretArn(text: string): boolean {
  return arnForm.test(text);
}

/** Reads a secret's value from AWS Secrets Manager, by its stage. Throws one sentence where that is not possible. */
export function secretReader({ config }: Borrowed, { arn, endpoint }: SecretPlace): ReadPepper {
  const [, partition = '', region = ''] = arnForm.exec(arn) ?? [];
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const url = new URL(endpoint ?? `https://secretsmanager.${region}.${suffix}`);
  const signer = new SignatureV4({
    service: 'secretsmanager',
    region,
    credentials: config.credentials,
    sha256: config.sha256,
  });
  return async (stage) => {
    const ask = async () => readAnswer(await send(url, { SecretId: arn, VersionStage: stage }));
    // Once more, because one answer that is lost would else refuse everybody who waits for a new environment.
    const answer = await ask()
      .catch(ask)
      .catch((cause: unknown) => {
        throw unreachable(cause);
      });
    if (typeof answer === 'object') return answer.SecretString ?? '';
    if (stage === 'AWSPREVIOUS' && answer === 'ResourceNotFoundException') return undefined;
    throw refused(arn, stage, answer);
  };

  async function send(to: URL, input: object): Promise<{ readonly status: number; readonly body: string }> {
    const request = new HttpRequest({
      method: 'POST',
      protocol: to.protocol,
      hostname: to.hostname,
      ...(to.port !== '' && { port: Number(to.port) }),
      path: '/',
      headers: {
        host: to.host,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'secretsmanager.GetSecretValue',
      },
      body: JSON.stringify(input),
    });
    const signed = await signer.sign(request);
    const { response } = await config.requestHandler.handle(signed as HttpRequest);
    const chunks: Buffer[] = [];
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
    return { status: response.statusCode, body: Buffer.concat(chunks).toString('utf8') };
  }
}

/** What was answered: the value, or the name of a refusal that stays. Throws what passes by itself. */
function readAnswer({ status, body }: { status: number; body: string }): { readonly SecretString?: string } | string {
  if (status === 200) return JSON.parse(body) as { SecretString?: string };
  const name = /"__type"\s*:\s*"(?:[^"]*#)?(\w+)"/u.exec(body)?.[1] ?? `status ${status}`;
  if (status >= 500 || name === 'ThrottlingException') throw new Error(name);
  return name;
}

/** Passes by itself: identity providers send the request again. */
function unreachable(cause: unknown): ScimError {
  const reason = new Error('Secrets Manager does not answer for the pepper of the SCIM keys.', { cause });
  return unavailable('The key cannot be looked up just now. Please send the request again.', 1, reason);
}

/** Stays until somebody mends the deployment. */
function refused(arn: string, stage: PepperStage, name: string): Error {
  const reasons: Readonly<Record<string, string>> = {
    ResourceNotFoundException: `does not exist, or has no value ${stage}`,
    InvalidRequestException: 'was deleted, and can be restored for some days',
    AccessDeniedException: 'may not be read by this function',
    DecryptionFailure: 'cannot be decrypted by this function',
  };
  return new Error(
    `The secret ${arn} with the pepper of the SCIM keys ${reasons[name] ?? `cannot be read (${name})`}. ` +
      'Please restore it, or give this function secretsmanager:GetSecretValue on it (docs/keys.md).',
  );
}
