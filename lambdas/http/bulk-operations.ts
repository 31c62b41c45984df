import { planBulk } from '#domain/bulk-plan.ts';
import { bulkLimits, readBulkRequest } from '#scim/bulk-request.ts';
import { bulkResponse } from '#scim/bulk-response.ts';
import { standsFor } from './bulk-outcome.ts';
import { bulkRun } from './bulk-run.ts';
import { runInOrder } from './in-order.ts';
import { alternativeBaseUrls } from './locations.ts';
import type { Operations } from './operation.ts';

/** Operations side by side: what keeps one Lambda's share of a CPU busy while the others wait for the table. */
const width = 16;

/** Bulk (RFC 7644 §3.7, P6): carries out `resources`, the operations that single requests lead to, many at a time. */
export function bulkOperations(resources: Operations): Operations {
  return {
    'POST /Bulk': {
      access: 'write',
      takesBody: true,
      largestBody: {
        bytes: bulkLimits.maxPayloadSize,
        advice: 'That is the maxPayloadSize of Bulk; please send fewer operations in one request.',
      },
      answer: async (call, context, body, parts) => {
        const request = readBulkRequest(body, alternativeBaseUrls(call.baseUrl));
        await parts.admit(request.entries.length);
        const plan = await planBulk(context, request);
        const run = bulkRun(plan, { resources, call, parts });
        await runInOrder(plan.tasks, {
          width: request.failOnErrors === undefined ? width : 1,
          run: (task) => run.carryOut(task),
          goesOn: () => request.failOnErrors === undefined || run.errors() < request.failOnErrors,
        });
        const outcomes = run.outcomes();
        for (const outcome of outcomes) {
          const { place, error, result } = outcome;
          const { status, refusal } = result;
          parts.ended({
            place,
            status,
            ...standsFor(request.entries[place], outcome.id),
            ...(refusal !== undefined && { refusal, error }),
          });
        }
        return { status: 200, body: bulkResponse(outcomes.map(({ result }) => result)) };
      },
    },
  };
}
