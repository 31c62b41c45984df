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
    const presented = await present(context, structure, page.items, showsMembers);
    return { resources: resourcesOf(presented), totalResults: page.total };
  }
  const looksAtMembers = mentions(filter, 'members');
  const lookup = findLookup(filter, indexed);
  const page = await gather(
    lookup === undefined ? directory.allGroups(structure) : inOneBatch(await lookUp(context, structure, lookup)),
    async (groups) => select(context, structure, groups, filter, looksAtMembers),
    query,
  );
  const groups = page.items.map(({ group }) => group);
  const complete = looksAtMembers || !showsMembers ? page.items : await present(context, structure, groups, true);
  return { resources: resourcesOf(complete), totalResults: page.total };
}

function resourcesOf(presented: readonly Presented[]): readonly JsonObject[] {
  return presented.map(({ resource }) => resource);
}

/** Those groups of a batch that the filter selects; members are read only where it looks at them. */
async function select(
  context: Context,
  structure: Structure,
  groups: readonly Group[],
  filter: Filter,
  withMembers: boolean,
): Promise<readonly Presented[]> {
  const all = await present(context, structure, groups, withMembers);
  return all.filter(({ resource }) => selects(filter, resource));
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
  return ids.toSorted().flatMap((id) => groups.get(id) ?? []);
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

/** A group beside what SCIM shows of it. */
type Presented = { readonly group: Group; readonly resource: JsonObject };

/** Those of the groups that exist for a reader of this structure. */
async function present(
  context: Context,
  structure: Structure,
  groups: readonly Group[],
  withMembers: boolean,
): Promise<readonly Presented[]> {
  const presented = groups.map(async (group) => {
    const name = displayName(context, structure, group);
    if (name === undefined) return [];
    const members = withMembers ? await context.directory.members(group) : undefined;
    return { group, resource: groupResource(context, group, name, members) };
  });
  return (await Promise.all(presented)).flat();
}
