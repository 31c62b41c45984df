import { isDeepStrictEqual } from 'node:util';
import { scimPatch, patchBodyValidation } from 'scim-patch';
import { filter as compileFilter, parse } from 'scim2-parse-filter';
import SCIMMY from 'scimmy';
import { parseFilter } from '#scim/filter.ts';
import type { JsonObject } from '#scim/json.ts';
import { matches } from '#scim/match.ts';
import { applyPatch, readPatchRequest } from '#scim/patch.ts';
import { groupResourceType, userResourceType } from '#scim/schemas.ts';
import type { FilterInput } from './filters.ts';
import type { PatchInput } from './patches.ts';
import type { Person } from './people.ts';

/** A library as its documentation says to use it. What it does not offer is absent. */
export type Library = {
  readonly name: string;
  /** Makes a filter of the text. */
  readonly parse?: (filter: string) => unknown;
  /** Prepares whatever need not be done again for each list, and gives those whom a parsed filter selects. */
  readonly match?: (filter: string) => (people: readonly Person[]) => readonly unknown[];
  /** Prepares the resource; then reads and applies bodies to it. */
  readonly patch?: (input: PatchInput) => Patching;
  /** Why it is shown and not part of the verdict. */
  readonly aside?: string;
};

/** `apply` leaves the resource as it is, or uses up one of those that `provide` made, which is not measured. */
type Patching = { readonly apply: (body: JsonObject) => unknown; readonly provide?: (runs: number) => void };

const types = {
  User: userResourceType({
    name: 'statsigOrgRole',
    urn: 'urn:ietf:params:scim:schemas:extension:statsig:2.0:User',
    product: 'Statsig',
  }),
  Group: groupResourceType('readWrite'),
};

/** This project's protocol core. */
export const rollcall: Library = {
  name: 'rollcall',
  parse: (filter) => parseFilter(filter, types.User),
  match: (text) => {
    const filter = parseFilter(text, types.User);
    return (people) => people.filter((person) => matches(filter, person));
  },
  patch: ({ before, type }) => ({
    apply: (body) => applyPatch(before, readPatchRequest(body, types[type])),
  }),
};

const scim2ParseFilter: Library = {
  name: 'scim2-parse-filter',
  parse,
  match: (text) => {
    const test = compileFilter(parse(text));
    return (people) => people.filter(test);
  },
};

type ScimPatchBody = Parameters<typeof patchBodyValidation>[0];
type ScimPatchResource = Parameters<typeof scimPatch>[0];

const scimPatchLibrary: Library = {
  name: 'scim-patch',
  patch: ({ before }) => {
    const resource = before as unknown as ScimPatchResource;
    return { apply: (body) => applyScimPatch(resource, body, false) };
  },
};

/** Its default. Whoever uses it so needs a resource that nobody else has, and throws it away where it is refused. */
const scimPatchInPlace: Library = {
  name: 'scim-patch, in place',
  aside: 'changes the resource itself, and leaves half of a refused PATCH in it; making the copies is not measured',
  patch: ({ before }) => {
    const text = JSON.stringify(before);
    let copies: ScimPatchResource[] = [];
    return {
      provide: (runs) => {
        copies = Array.from({ length: runs }, () => JSON.parse(text) as ScimPatchResource);
      },
      apply: (body) => {
        const copy = copies.pop();
        if (copy === undefined) throw new Error('There are fewer resources than runs.');
        return applyScimPatch(copy, body, true);
      },
    };
  },
};

function applyScimPatch(resource: ScimPatchResource, body: JsonObject, mutateDocument: boolean): ScimPatchResource {
  const request = body as unknown as ScimPatchBody;
  patchBodyValidation(request);
  return scimPatch(resource, request.Operations, { mutateDocument, treatMissingAsAdd: true });
}

SCIMMY.Schemas.User.definition.extend(SCIMMY.Schemas.EnterpriseUser.definition);

type ScimmyBody = ConstructorParameters<typeof SCIMMY.Messages.PatchOp>[0];

const scimmy: Library = {
  name: 'scimmy',
  parse: (filter) => new SCIMMY.Types.Filter(filter),
  match: (text) => {
    const filter = new SCIMMY.Types.Filter(text);
    return (people) => filter.match([...people]);
  },
  patch: ({ before, type }) => {
    const resource = new SCIMMY.Schemas[type](before);
    return { apply: (body) => new SCIMMY.Messages.PatchOp(body as unknown as ScimmyBody).apply(resource) };
  },
};

/** Whom this project is measured against. */
export const peers: readonly Library[] = [scim2ParseFilter, scimPatchLibrary, scimPatchInPlace, scimmy];

/** Why the library cannot be compared on this filter; undefined where it selects whom it has to. */
export async function failureOfFilter(
  library: Library,
  input: FilterInput,
  people: readonly Person[],
): Promise<string | undefined> {
  const wanted = people.filter(input.selects);
  return failureIn(() => {
    const selected = library.match?.(input.filter)(people) ?? [];
    if (isDeepStrictEqual(selected, wanted)) return undefined;
    return `selects ${selected.length} of ${people.length} people instead of ${wanted.length}`;
  });
}

/** Why the library cannot be compared on this PATCH; undefined where it makes what it has to of the resource. */
export async function failureOfPatch(
  library: Library,
  input: PatchInput,
  body: JsonObject,
): Promise<string | undefined> {
  const before = structuredClone(input.before);
  const wanted = plain(input.after);
  return failureIn(async () => {
    const patching = library.patch?.(input);
    patching?.provide?.(1);
    const after = plain(await patching?.apply(body));
    if (!isDeepStrictEqual(input.before, before)) return 'changes the resource that it was given';
    const names = new Set([...Object.keys(wanted), ...Object.keys(after)]);
    const wrong = [...names].filter((name) => !isDeepStrictEqual(after[name], wanted[name]));
    return wrong.length === 0 ? undefined : `leaves ${wrong.join(', ')} wrong`;
  });
}

async function failureIn(find: () => string | undefined | Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await find();
  } catch (error) {
    return `refuses it: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Only what a PATCH is about: libraries may complete `schemas` and `meta`, and write null or undefined for none. */
function plain(resource: unknown): JsonObject {
  const entries = Object.entries(JSON.parse(JSON.stringify(resource)) as JsonObject);
  return Object.fromEntries(entries.filter(([name, value]) => value !== null && name !== 'schemas' && name !== 'meta'));
}
