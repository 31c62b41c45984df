import * as z from 'zod/mini';

const schema = z.object({
  TABLE_NAME: z.string().check(z.minLength(1)),
  PRODUCT_NAME: z._default(z.string().check(z.minLength(1)), 'Statsig'),
  /** Host names, separated by commas, that locations may name beside the one that API Gateway was called by (P7). */
  PUBLIC_HOSTS: z.pipe(
    z._default(z.string(), ''),
    z.transform((text) =>
      text
        .split(',')
        .map((host) => host.trim().toLowerCase())
        .filter(Boolean),
    ),
  ),
  /** Where the administrators of the product's customers read how to connect; the ServiceProviderConfig shows it. */
  DOCUMENTATION_URL: z._default(z.url(), 'https://www.rfc-editor.org/rfc/rfc7644'),
  /** Where docs/troubleshooting.md is published; the problems of the Console lead there. */
  HELP_URL: z.optional(z.url()),
  /** SHA-256 of the admin key, in hexadecimal: set on a desk alone, never in AWS, where requests are signed. */
  ADMIN_KEY_HASH: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/u))),
  /** The secret in AWS Secrets Manager with the pepper of the SCIM keys; those who look at no key are not told it. */
  PEPPER_SECRET_ARN: z.optional(z.string()),
  /** The pepper itself: set on a desk alone, as the admin key's hash is. */
  PEPPER: z.optional(z.string()),
  /** Another Secrets Manager than the Region's, and another of everything, as the SDK has it. */
  AWS_ENDPOINT_URL_SECRETS_MANAGER: z.optional(z.url()),
  AWS_ENDPOINT_URL: z.optional(z.url()),
  /** How many days the activity log keeps an entry. */
  ACTIVITY_DAYS: z._default(z.coerce.number().check(z.int(), z.positive()), 90),
  /** Requests a second that an organization may send, all of its keys together, unless it has a limit of its own. */
  RATE_LIMIT: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(10_000)), 100),
  /** How many proxies of ours stand before API Gateway, each of which adds an address to X-Forwarded-For. */
  TRUSTED_PROXIES: z._default(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(5)), 0),
  /** Another DynamoDB than the Region's: the embedded engine. */
  DYNAMODB_ENDPOINT: z.optional(z.url()),
});

/** What a Lambda is told through its environment. */
export type Settings = z.infer<typeof schema>;

/** Reads the environment. Throws one sentence that names each variable that is missing or wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const result = schema.safeParse(environment);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path }) => {
    const name = path.join('.');
    return `${name}: ${environment[name] === undefined ? 'it is missing' : 'it is of no use as it is set'}`;
  });
  throw new Error(`The environment of this function is not usable. ${problems.join('; ')}`);
}
