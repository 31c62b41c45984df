import * as z from 'zod';

const schema = z.object({
  TABLE_NAME: z.string().min(1),
  PRODUCT_NAME: z.string().min(1).default('Statsig'),
  /** Host names, separated by commas, that locations may name beside the one that API Gateway was called by (P7). */
  PUBLIC_HOSTS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((host) => host.trim().toLowerCase())
        .filter(Boolean),
    ),
  /** Where the administrators of the product's customers read how to connect; the ServiceProviderConfig shows it. */
  DOCUMENTATION_URL: z.url().default('https://www.rfc-editor.org/rfc/rfc7644'),
  /** Where docs/troubleshooting.md is published; the problems of the Console lead there. */
  HELP_URL: z.url().optional(),
  /** SHA-256 of the admin key, in hexadecimal: set on a desk alone, never in AWS, where requests are signed. */
  ADMIN_KEY_HASH: z.hash('sha256').optional(),
  /** How many days the activity log keeps an entry. */
  ACTIVITY_DAYS: z.coerce.number().int().positive().default(90),
  /** Another DynamoDB than the Region's: the embedded engine. */
  DYNAMODB_ENDPOINT: z.url().optional(),
});

/** What a Lambda is told through its environment. */
export type Settings = z.infer<typeof schema>;

/** Reads the environment. Throws one sentence that names each variable that is missing or wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const result = schema.safeParse(environment);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment of this function is not usable. ${problems.join('; ')}`);
}
