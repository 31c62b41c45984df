import type { BulkPlan, BulkTask } from '#domain/bulk-plan.ts';
import { deferAttributes, resolveReferences } from '#scim/bulk-references.ts';
import { conflict, ScimError, unavailable } from '#scim/errors.ts';
import type { Json } from '#scim/json.ts';
import { shortened } from '#scim/shortened.ts';
import { urns } from '#scim/urns.ts';
import { type BulkOutcome, failed, halfDone, succeeded } from './bulk-outcome.ts';
import { type BulkSurroundings, sendOperation } from './bulk-send.ts';

/** A Bulk request while it is carried out. */
export type BulkRun = {
  /** Carries out one task of the plan. What goes wrong with it is its outcome, and the others go on. */
  carryOut(task: BulkTask): Promise<void>;
  /** How many operations were refused until now. */
  errors(): number;
  /** What became of each operation that was begun, in the order of the request, each with its place there. */
  outcomes(): readonly (BulkOutcome & { readonly place: number })[];
};

/** Carries out the operations of a plan, each for itself and by the same code as single requests (RFC 7644 §3.7). */
export function bulkRun({ creators }: BulkPlan, surroundings: BulkSurroundings): BulkRun {
  const { call, parts } = surroundings;
  const outcomes = new Map<number, BulkOutcome>();
  const unfinished = new Set<number>();

  /** The id of what an operation created; `advice` ends the refusal where there is none. */
  const idOf = (bulkId: string, advice: string): string => {
    const { id, result } = outcomes.get(creators.get(bulkId) ?? -1) ?? {};
    if (id !== undefined) return id;
    throw result?.status === 503 ? notReached(advice) : notCreated(bulkId, advice);
  };
  const requireTime = (advice: string): void => {
    if (!parts.timeLeft()) throw notReached(advice);
  };

  const begin = async ({ operation: place, entry, refusal, defers }: BulkTask): Promise<BulkOutcome> => {
    const { asked } = entry;
    if (asked instanceof ScimError) return failed(call, entry, asked, entry.named);
    const resolve = (value: Json): Json => resolveReferences(value, (bulkId) => idOf(bulkId, sendAllAgain));
    let target = asked;
    try {
      if (refusal !== undefined) throw refusal;
      if (asked.id !== undefined) target = { ...asked, id: String(resolve(asked.id)) };
      const { now } = deferAttributes(asked.data, (bulkId) => defers.has(bulkId));
      const data = resolve(now);
      requireTime(sendAgain);
      const outcome = succeeded(call, entry, target, await sendOperation(surroundings, place, { ...target, data }));
      if (defers.size > 0) unfinished.add(place);
      return outcome;
    } catch (error) {
      return failed(call, entry, error, target);
    }
  };

  const finish = async ({ operation: place, entry, defers }: BulkTask, first: BulkOutcome): Promise<BulkOutcome> => {
    const { asked } = entry;
    if (first.id === undefined || asked instanceof ScimError) return first;
    unfinished.delete(place);
    try {
      const { later } = deferAttributes(asked.data, (bulkId) => defers.has(bulkId));
      const value = resolveReferences(later, (bulkId) => idOf(bulkId, ''));
      requireTime('');
      const data = { schemas: [urns.patchOp], Operations: [{ op: 'add', value }] };
      const { endpoint } = asked;
      const answer = await sendOperation(surroundings, place, { method: 'PATCH', endpoint, id: first.id, data });
      const { version } = succeeded(call, entry, asked, answer).result;
      return { ...first, result: { ...first.result, ...(version !== undefined && { version }) } };
    } catch (error) {
      return halfDone(call, first, error);
    }
  };

  return {
    async carryOut(task) {
      const first = outcomes.get(task.operation);
      outcomes.set(task.operation, first === undefined ? await begin(task) : await finish(task, first));
    },
    errors: () => outcomes.values().reduce((sum, { result }) => sum + (result.refusal === undefined ? 0 : 1), 0),
    outcomes: () =>
      [...outcomes]
        .toSorted(([one], [other]) => one - other)
        .map(([place, outcome]) => ({
          ...(unfinished.has(place) ? halfDone(call, outcome, endedEarly()) : outcome),
          place,
        })),
  };
}

/** How refusals end where the operation has changed nothing. */
const sendAgain = ' Please send it again.';
const sendAllAgain = ' Please send it again, together with what it refers to.';

function notReached(advice: string): ScimError {
  return unavailable(`The time of the request was over before this operation was carried out.${advice}`, 1);
}

function notCreated(bulkId: string, advice: string): ScimError {
  return conflict(
    `The operation refers to the bulkId "${shortened(bulkId)}", and the operation that was to create that resource ` +
      `was refused, as its own answer says.${advice}`,
  );
}

function endedEarly(): ScimError {
  return conflict('The request ended before that, because as many operations were refused as failOnErrors says.');
}
