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
