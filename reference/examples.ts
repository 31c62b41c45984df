import type { Product } from '#domain/product.ts';
import type { JsonObject } from '#scim/json.ts';

/** The bodies of one exchange: what is sent, and what is answered under its status. */
export type ExampleBodies = {
  readonly request?: JsonObject;
  readonly answers: Readonly<Record<string, JsonObject>>;
};

/** What was recorded of the product Statsig, as another product would have answered; nothing where nothing was. */
export function inTermsOf({ name, orgRole, groupPrefix }: Product, recorded: ExampleBodies | undefined): ExampleBodies {
  if (recorded === undefined) return { answers: {} };
  const text = JSON.stringify(recorded)
    .replaceAll('statsigOrgRole', orgRole)
    .replaceAll('Statsig-', `${groupPrefix}-`)
    .replaceAll('Statsig', name);
  return JSON.parse(text) as ExampleBodies;
}
