import type { Product } from '#domain/product.ts';
import { type ExampleBodies, inTermsOf } from './examples.ts';
import recorded from './scim-examples.json' with { type: 'json' };

/**
 * The example of an operation of SCIM in the terms of a product, recorded from the endpoint by
 * `test/reference/scim-examples.test.ts`, which holds them against it from then on.
 */
export function scimExamplesOf(operationId: string, product: Product): ExampleBodies {
  const found = (recorded as Readonly<Record<string, ExampleBodies>>)[operationId];
  return found === undefined ? { answers: {} } : inTermsOf(product, found);
}
