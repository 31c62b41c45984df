import { unreachable, misuse } from './failure.ts';

/** A request about to be sent. */
export type Outgoing = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};

/** Gives the headers with which a request is accepted, those that it has among them. */
export type Authorize = (request: Outgoing) => Promise<Readonly<Record<string, string>>>;

/** The region in the name of an API Gateway's host. */
const gatewayHost = /\.execute-api(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/u;

/** Signs requests with AWS Signature Version 4, with the usual credentials or those of a profile. */
export function signatureOf(options: {
  readonly host: string;
  readonly profile: string | undefined;
  readonly region: string | undefined;
}): Authorize {
  const region = options.region ?? gatewayHost.exec(options.host)?.[1];
  if (region === undefined) {
    throw misuse(`The region of ${options.host} is not known. Please name it with --region, or AWS_REGION.`);
  }
  return async ({ method, url, headers, body }) => {
    // Loaded only now: no call of a local server needs them.
    const [{ SignatureV4 }, { Sha256 }, { fromNodeProviderChain }] = await Promise.all([
      import('@smithy/signature-v4'),
      import('@smithy/core/checksum'),
      import('@aws-sdk/credential-providers'),
    ]);
    const profile = options.profile === undefined ? {} : { profile: options.profile };
    const credentials = await fromNodeProviderChain({ ...profile, clientConfig: { region } })().catch(
      (cause: unknown) => {
        throw noCredentials(options.profile, cause);
      },
    );
    const signed = await new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 }).sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, host: url.host },
      ...(body !== undefined && { body }),
    });
    // fetch writes the host itself.
    const { host: _, ...rest } = signed.headers;
    return rest;
  };
}

function noCredentials(profile: string | undefined, cause: unknown): Error {
  const whose = profile === undefined ? '' : ` of the profile "${profile}"`;
  const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\.?\s*$/u, '');
  return unreachable(
    `There are no AWS credentials${whose}: ${reason}. Please sign in ("aws sso login", for example), choose a profile ` +
      'with --profile, or give an admin key with --key.',
    cause,
  );
}
