import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Pepper, type ReadPepper, keepPepper } from './pepper.ts';
import type { KeyTrouble } from './proven-keys.ts';
import { isSecretArn, secretReader } from './secret.ts';

/** Where a function finds the pepper, by the names of its environment's variables. */
export type PepperSettings = {
  /** The pepper itself, on a desk. */
  readonly PEPPER?: string | undefined;
  readonly PEPPER_SECRET_ARN?: string | undefined;
  readonly AWS_ENDPOINT_URL?: string | undefined;
  readonly AWS_ENDPOINT_URL_SECRETS_MANAGER?: string | undefined;
};

/**
 * The pepper of a Lambda environment; create it once, outside the handler. It begins to be read at once, and nobody
 * waits for it before a key is to be known: why it cannot be read is told at the start all the same. Throws one sentence
 * where nothing says where it is.
 */
export function openPepper(
  client: DynamoDBClient,
  settings: PepperSettings,
  report: (trouble: KeyTrouble) => void,
): Pepper {
  const pepper = keepPepper(readerOf(client, settings), { warn: (error) => report({ kind: 'noPepper', error }) });
  pepper.ready().catch((error: unknown) => report({ kind: 'noPepper', error }));
  return pepper;
}

function readerOf(client: DynamoDBClient, settings: PepperSettings): ReadPepper {
  const { PEPPER: text, PEPPER_SECRET_ARN: arn = '' } = settings;
  if (text !== undefined) return async (stage) => (stage === 'AWSCURRENT' ? text : undefined);
  if (!isSecretArn(arn)) {
    const problem = arn === '' ? 'it is missing' : 'it is of no use as it is set';
    throw new Error(`The environment of this function is not usable. PEPPER_SECRET_ARN: ${problem}`);
  }
  const endpoint = settings.AWS_ENDPOINT_URL_SECRETS_MANAGER ?? settings.AWS_ENDPOINT_URL;
  return secretReader(client, { arn, endpoint });
}
