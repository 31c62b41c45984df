import type { Product } from '#domain/product.ts';
import type { JsonObject } from '#scim/json.ts';

/** The bodies of one exchange: what is sent, and what is answered under its status. */
export type ExampleBodies = {
  readonly request?: JsonObject;
  readonly answers: Readonly<Record<string, JsonObject>>;
};

/** What was written or recorded in the words of the product Statsig, in those of another. */
export function inTermsOf<Value>({ name, orgRole, groupPrefix }: Product, value: Value): Value {
  const text = JSON.stringify(value)
    .replaceAll('statsigOrgRole', orgRole)
    .replaceAll('Statsig-', `${groupPrefix}-`)
    .replaceAll('Statsig', name);
  return JSON.parse(text) as Value;
}
