import type { Filter } from '#scim/filter.ts';
import type { JsonObject } from '#scim/json.ts';
import { matches } from '#scim/match.ts';
import type { Selection } from '#scim/project.ts';
import type { ListQuery } from '#scim/query.ts';
import type { Context, ResourcePage } from './context.ts';
import { gather, inOneBatch } from './gather.ts';
import { foldGroupName, generatedGroups } from './group-names.ts';
import { displayName, groupResource } from './group-resource.ts';
import type { Group } from './group.ts';
import { findLookup, mentions } from './lookup.ts';
import type { Lookup } from './lookup.ts';
import type { Structure } from './structure.ts';

const indexed = ['id', 'displayName', 'members.value'];

/** Lists groups: all of them by place, or those that a filter selects (RFC 7644 §3.4.2; G3, P1). */
export async function listGroups(context: Context, query: ListQuery, selection: Selection): Promise<ResourcePage> {
  const { directory } = context;
  const structure = await directory.structure();
  const showsMembers = selection.wants('members');
  const { filter } = query;
  if (filter === undefined) {
    const page = await directory.groupPage(structure, query.startIndex - 1, query.count);
    return { resources: await present(context, structure, page.items, showsMembers), totalResults: page.total };
  }
  const looksAtMembers = mentions(filter, 'members');
  const lookup = findLookup(filter, indexed);
  const page = await gather(
    lookup === undefined ? directory.allGroups(structure) : inOneBatch(await lookUp(context, structure, lookup)),
    async (groups) => select(context, structure, groups, filter, looksAtMembers),
    query,
  );
  const groups = page.items.map(({ group }) => group);
  const resources =
    looksAtMembers || !showsMembers
      ? page.items.map(({ resource }) => resource)
      : await present(context, structure, groups, true);
  return { resources, totalResults: page.total };
}

/** Those groups of a batch that the filter selects; members are read only where it looks at them. */
async function select(
  context: Context,
  structure: Structure,
  groups: readonly Group[],
  filter: Filter,
  withMembers: boolean,
): Promise<readonly { readonly group: Group; readonly resource: JsonObject }[]> {
  const existing = groups.filter((group) => displayName(context, structure, group) !== undefined);
  const resources = await present(context, structure, existing, withMembers);
  return existing.flatMap((group, place) => {
    const resource = resources[place];
    return resource !== undefined && selects(filter, resource) ? [{ group, resource }] : [];
  });
}

/** `displayName eq` ignores white space too (G3), so a name is compared as it was found. */
function selects(filter: Filter, resource: JsonObject): boolean {
  return matches(ignoringWhiteSpace(filter, String(resource['displayName'])), resource);
}

/** The filter with each compared displayName that equals this one but for case and white space put in its spelling. */
function ignoringWhiteSpace(filter: Filter, name: string): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, operands: filter.operands.map((operand) => ignoringWhiteSpace(operand, name)) };
    case 'not':
      return { ...filter, operand: ignoringWhiteSpace(filter.operand, name) };
    case 'compare': {
      const { path, operator, value } = filter;
      const compares = path.name === 'displayName' && (operator === 'eq' || operator === 'ne');
      const same = compares && typeof value === 'string' && foldGroupName(value) === foldGroupName(name);
      return same ? { ...filter, value: name } : filter;
    }
    default:
      return filter;
  }
}

async function lookUp(context: Context, structure: Structure, lookup: Lookup): Promise<readonly Group[]> {
  const ids = await idsOf(context, structure, lookup);
  const groups = await context.directory.groups(ids);
  return [...groups.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

async function idsOf(
  { directory, product }: Context,
  structure: Structure,
  { attribute, value }: Lookup,
): Promise<readonly string[]> {
  switch (attribute) {
    case 'id':
      return [value];
    case 'displayName': {
      const generated = generatedGroups(structure, product).byName.get(foldGroupName(value));
      const id = generated?.id ?? (await directory.ordinaryGroupIdByName(value));
      return id === undefined ? [] : [id];
    }
    default:
      return [...((await directory.standings([value])).get(value)?.groups ?? [])];
  }
}

async function present(
  context: Context,
  structure: Structure,
  groups: readonly Group[],
  withMembers: boolean,
): Promise<readonly JsonObject[]> {
  return Promise.all(
    groups.map(async (group) => {
      const members = withMembers ? await context.directory.members(group.id) : undefined;
      return groupResource(context, group, displayName(context, structure, group) ?? '', members);
    }),
  );
}
