import type { Product } from '#domain/product.ts';
import recorded from './admin-examples.json' with { type: 'json' };
import { type ExampleBodies, inTermsOf } from './examples.ts';

/**
 * The example of an operation of the admin API in the terms of a product, recorded from the endpoint by
 * `test/reference/admin-examples.test.ts`, which holds them against it from then on.
 */
export function adminExamplesOf(operationId: string, product: Product): ExampleBodies {
  const found = (recorded as Readonly<Record<string, ExampleBodies>>)[operationId];
  return found === undefined ? { answers: {} } : inTermsOf(product, found);
}
