import { type Task, orderTasks } from '#scim/bulk-order.ts';
import { findReferences, referredBulkId } from '#scim/bulk-references.ts';
import { type BulkEntry, type BulkOperation, type BulkRequest } from '#scim/bulk-request.ts';
import { invalidValue, ScimError } from '#scim/errors.ts';
import { shortened } from '#scim/shortened.ts';
import { type Claims, readClaims } from './bulk-claims.ts';
import { locksOf, resourceOf } from './bulk-locks.ts';
import type { Context } from './context.ts';
import { type NameHolders, groupNameHolders, userNameHolders } from './name-holders.ts';
import { findRivals } from './ownership.ts';
import { refusals } from './refusals.ts';
import { groupType, userType } from './resource-types.ts';

/** By bulkId: the place of the operation that creates the resource. */
export type Creators = ReadonlyMap<string, number>;

/** A task with all that is known of its operation. */
export type BulkTask = Omit<Task, 'defers'> & {
  readonly entry: BulkEntry;
  /** Why the operation is refused, whatever becomes of the others. */
  readonly refusal: ScimError | undefined;
  /** The bulkIds that the first half leaves out and the second half adds. */
  readonly defers: ReadonlySet<string>;
};

/** What is to be done for a Bulk request, told without doing any of it. */
export type BulkPlan = { readonly tasks: readonly BulkTask[]; readonly creators: Creators };

/** An operation that can be carried out, with what it rests on. */
type Candidate = {
  readonly operation: BulkOperation;
  readonly references: ReadonlySet<string>;
  readonly claims: Claims;
};

/**
 * Plans a Bulk request (RFC 7644 §3.7): what is refused at once, a second owner included (O4), and in which order the
 * rest is done. With failOnErrors nothing is done side by side, and what operations share needs no look.
 */
export async function planBulk(context: Context, { entries, failOnErrors }: BulkRequest): Promise<BulkPlan> {
  const creators = findCreators(entries);
  const groups = groupsAmong(entries);
  const read = entries.map(({ asked }) =>
    asked instanceof ScimError ? asked : readCandidate(context, asked, { creators, groups }),
  );
  const rivals = findRivals(read.map(namedOwner));
  const candidates = read.map((each, place) =>
    rivals.has(place) ? refusals.ownersInOneRequest(context.product) : each,
  );
  const holders = failOnErrors === undefined ? await findHolders(context, candidates) : undefined;
  const names = namesByResource(candidates);
  const tasks = orderTasks(
    candidates.map((each) => {
      if (each instanceof ScimError) return { references: new Set(), locks: [] };
      const references = placesOf(each.references, creators);
      if (holders === undefined) return { references, locks: [] };
      const given = names.get(keyOf(each.operation)) ?? [];
      return { references, locks: locksOf({ ...each, names: given }, holders[each.operation.endpoint]) };
    }),
  );
  return { tasks: tasks.flatMap((task) => describe(task, entries, candidates)), creators };
}

function findCreators(entries: readonly BulkEntry[]): Creators {
  const creators = new Map<string, number>();
  for (const [place, { method, bulkId }] of entries.entries()) {
    if (method === 'POST' && bulkId !== undefined) creators.set(bulkId, place);
  }
  return creators;
}

/** The bulkIds of new groups. */
function groupsAmong(entries: readonly BulkEntry[]): ReadonlySet<string> {
  return new Set(
    entries.flatMap(({ method, bulkId, asked }) =>
      method === 'POST' && bulkId !== undefined && !(asked instanceof ScimError) && asked.endpoint === '/Groups'
        ? bulkId
        : [],
    ),
  );
}

function readCandidate(
  context: Context,
  operation: BulkOperation,
  { creators, groups }: { readonly creators: Creators; readonly groups: ReadonlySet<string> },
): Candidate | ScimError {
  const references = findReferences([operation.id ?? null, operation.data]);
  const unknown = [...references].find((bulkId) => !creators.has(bulkId));
  if (unknown !== undefined) {
    return invalidValue(
      `The operation refers to the bulkId "${shortened(unknown)}", which no POST of this request has. ` +
        'Please send the operation that creates the resource in the same request, or the id of the resource.',
    );
  }
  // All that a group refers to is a member of it, and no later half could make a group one (G7).
  const group =
    operation.endpoint === '/Groups'
      ? [...findReferences(operation.data)].find((bulkId) => groups.has(bulkId))
      : undefined;
  if (group !== undefined) return refusals.groupAsMember(`bulkId:${group}`);
  const type = operation.endpoint === '/Users' ? userType(context.product) : groupType(context.organization);
  return { operation, references, claims: readClaims(context.product, type, operation) };
}

/** The user whom an operation names as the owner, as far as the request tells who that is. */
function namedOwner(candidate: Candidate | ScimError): string | undefined {
  if (candidate instanceof ScimError || !candidate.claims.ownership) return undefined;
  return resourceOf(candidate.operation);
}

function placesOf(references: Iterable<string>, creators: Creators): ReadonlySet<number> {
  return new Set([...references].map((bulkId) => creators.get(bulkId)).filter((place) => place !== undefined));
}

/** The names that a request gives, by the resource that gets them. */
function namesByResource(candidates: readonly (Candidate | ScimError)[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const candidate of candidates) {
    if (candidate instanceof ScimError || candidate.claims.name === undefined) continue;
    const key = keyOf(candidate.operation);
    const given = names.get(key) ?? [];
    given.push(candidate.claims.name);
    names.set(key, given);
  }
  return names;
}

function keyOf(operation: BulkOperation): string {
  return `${operation.endpoint}/${resourceOf(operation)}`;
}

/** Names are looked up only where an operation is on a resource that may have one of them already. */
async function findHolders(
  context: Context,
  candidates: readonly (Candidate | ScimError)[],
): Promise<Readonly<Record<BulkOperation['endpoint'], NameHolders>>> {
  const readable = candidates.flatMap((each) => (each instanceof ScimError ? [] : [each]));
  const namesUnder = (endpoint: BulkOperation['endpoint']): readonly string[] => {
    const there = readable.filter(({ operation }) => operation.endpoint === endpoint);
    return there.some(({ operation: { id } }) => id !== undefined && referredBulkId(id) === undefined)
      ? there.map(({ claims }) => claims.name).filter((name) => name !== undefined)
      : [];
  };
  const [users, groups] = await Promise.all([
    userNameHolders(context, namesUnder('/Users')),
    groupNameHolders(context, namesUnder('/Groups')),
  ]);
  return { '/Users': users, '/Groups': groups };
}

function describe(
  task: Task,
  entries: readonly BulkEntry[],
  candidates: readonly (Candidate | ScimError)[],
): readonly BulkTask[] {
  const candidate = candidates[task.operation];
  const refusal = candidate instanceof ScimError ? candidate : undefined;
  const defers = new Set(
    [...task.defers].map((place) => entries[place]?.bulkId).filter((bulkId) => bulkId !== undefined),
  );
  return entries.slice(task.operation, task.operation + 1).map((entry) => ({ ...task, entry, refusal, defers }));
}
