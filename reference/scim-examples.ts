import type { Product } from '#domain/product.ts';
import type { JsonObject } from '#scim/json.ts';
import recorded from './scim-examples.json' with { type: 'json' };

/** The bodies of one exchange: what is sent, and what is answered under its status. */
export type ExampleBodies = {
  readonly request?: JsonObject;
  readonly answers: Readonly<Record<string, JsonObject>>;
};

/**
 * The example of an operation in the terms of a product. They are recorded from the endpoint by
 * `test/reference/scim-examples.test.ts`, which holds them against it from then on.
 */
export function examplesOf(operationId: string, { name, orgRole, groupPrefix }: Product): ExampleBodies {
  const found = (recorded as Readonly<Record<string, ExampleBodies>>)[operationId];
  if (found === undefined) return { answers: {} };
  const text = JSON.stringify(found)
    .replaceAll('statsigOrgRole', orgRole)
    .replaceAll('Statsig-', `${groupPrefix}-`)
    .replaceAll('Statsig', name);
  return JSON.parse(text) as ExampleBodies;
}
