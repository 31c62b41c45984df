import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';

/** The Region that the deployment is in. */
export const region = 'eu-central-1';

/** Whoever the root of the emulated account is; the emulator knows it by this key. */
export const rootCredentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The account, as its root sees it: the few calls that the deployment itself does not make. */
export type Account = {
  readonly database: DynamoDBClient;
  /** Calls a service that takes forms and answers XML, such as CloudFormation and IAM; gives the answer's text. */
  query(service: string, parameters: Readonly<Record<string, string>>): Promise<string>;
  close(): void;
};

const versions: Readonly<Record<string, string>> = { cloudformation: '2010-05-15', iam: '2010-05-08' };

/** Opens the account of the emulator at a URL. */
export function openAccount(endpoint: string): Account {
  const database = new DynamoDBClient({ endpoint, region, credentials: rootCredentials });
  return {
    database,
    query: async (service, parameters) => {
      const url = new URL(endpoint);
      const body = new URLSearchParams({ ...parameters, Version: versions[service] ?? '' }).toString();
      const signer = new SignatureV4({ service, region, credentials: rootCredentials, sha256: Sha256 });
      const { headers } = await signer.sign({
        method: 'POST',
        protocol: url.protocol,
        hostname: url.hostname,
        path: '/',
        headers: { host: url.host, 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
      const { host: _, ...rest } = headers;
      const response = await fetch(url, { method: 'POST', headers: rest, body });
      const text = await response.text();
      if (!response.ok) throw new Error(`${service} ${String(parameters['Action'])} gives ${response.status}: ${text}`);
      return text;
    },
    close: () => database.destroy(),
  };
}

/** What stands in the first element of that name. */
export function elementOf(xml: string, name: string): string {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`, 'u').exec(xml)?.[1];
  if (text === undefined) throw new Error(`There is no ${name} in ${xml}`);
  return text;
}
