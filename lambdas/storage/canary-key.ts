import { type Signer, signPost } from './signature.ts';

/** Where the canary's SCIM key is, and how it is asked for. */
export type CanaryKeyPlace = {
  readonly secretArn: string;
  /** What Lambda tells each function, the credentials of its role among it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly send?: typeof fetch;
  readonly now?: () => Date;
};

/** Milliseconds after which Secrets Manager is not waited for any more. */
const patience = 5_000;

/** Reads the SCIM key that somebody has put into the canary's secret. Throws one sentence where there is none. */
export async function readCanaryKey({
  secretArn,
  environment,
  send = fetch,
  now = () => new Date(),
}: CanaryKeyPlace): Promise<string> {
  const [, partition, , region = ''] = secretArn.split(':');
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const url = new URL(
    environment['AWS_ENDPOINT_URL_SECRETS_MANAGER'] ??
      environment['AWS_ENDPOINT_URL'] ??
      `https://secretsmanager.${region}.${suffix}`,
  );
  const signer: Signer = {
    accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    sessionToken: environment['AWS_SESSION_TOKEN'],
    region,
    service: 'secretsmanager',
  };
  const body = JSON.stringify({ SecretId: secretArn });
  const plain = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.GetSecretValue' };
  const { host: _, ...headers } = signPost(url, { headers: plain, body }, signer, now());
  const response = await send(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(patience) });
  const text = await response.text();
  if (!response.ok) {
    const reason = /"__type"\s*:\s*"(?:[^"]*#)?(\w+)"/u.exec(text)?.[1] ?? `status ${response.status}`;
    throw new Error(`The secret of the canary cannot be read (${reason}). Please look at its policy and its value.`);
  }
  const key = ((JSON.parse(text) as { readonly SecretString?: string }).SecretString ?? '').trim();
  if (key.startsWith('scim-')) return key;
  throw new Error(
    'The secret of the canary holds no SCIM key. Please put one into it (docs/runbook.md, CanaryFailing).',
  );
}
