import { bucketOf } from '#domain/counts.ts';
import { generatedGroups } from '#domain/group-names.ts';
import type { GeneratedGroup, NamePrefix } from '#domain/group-names.ts';
import type { Group } from '#domain/group.ts';
import type { Organization, Ownership } from '#domain/organization.ts';
import { productNamed } from '#domain/product.ts';
import { builtInRoles, withPart } from '#domain/structure.ts';
import type { Structure, StructurePart } from '#domain/structure.ts';
import type { User } from '#domain/user.ts';
import { isUuid } from '#domain/uuid.ts';
import { groupNameKey } from '#storage/group-keys.ts';
import { memberPartitionOf } from '#storage/member-keys.ts';
import { groupsOf } from '#storage/memberships.ts';
import { userNameKey } from '#storage/user-keys.ts';
import { broken, readExport } from './export-file.ts';
import type { NumberedLine } from './export-file.ts';
import type { LineKind } from './export-lines.ts';

import {
  groupOfLine,
  organizationOfLine,
  ownershipOfLine,
  partOfLine,
  structureVersionOfLine,
  userOfLine,
} from './import-values.ts';
import { refuse } from './refuse.ts';

/** What a whole file says before anything of it is written. */
export type ImportPlan = {
  /** The digest of the file. */
  readonly sha256: string;
  readonly exportedAt: string;
  readonly organization: Organization;
  readonly ownership: Ownership;
  readonly structureVersion: number;
  readonly parts: readonly StructurePart[];
  readonly groups: readonly Group[];
  /** The groups that the structure generates, whose names are kept from others. */
  readonly generated: readonly GeneratedGroup[];
  /** How many users there are, in each bucket of ids. */
  readonly users: readonly number[];
  readonly keys: number;
};

/** What is chosen for an import. */
export type ImportChoice = { readonly as?: string | undefined; readonly product?: string | undefined };

/** Reads a file to its end, and refuses it where its lines do not fit together. Keeps ids and names in memory, no user. */
export async function planImport(file: string, choice: ImportChoice, secret: string): Promise<ImportPlan> {
  const draft = newDraft();
  for await (const line of readExport(file)) take(draft, line);
  const header = the(draft, 'export').line;
  const product = choice.product ?? header['product'];
  const id = choice.as ?? header['organization'];
  const { exportedAt } = header;
  if (typeof id !== 'string' || !isUuid(id)) throw broken(1, 'the id of its organization is no UUID in lower case');
  if (typeof product !== 'string') throw broken(1, 'it names no product');
  if (typeof exportedAt !== 'string' || Number.isNaN(Date.parse(exportedAt)))
    throw broken(1, 'exportedAt is no moment');
  const ownership = ownershipOfLine(the(draft, 'owner'));
  const version = structureVersionOfLine(the(draft, 'structure'));
  const structure = draft.parts.reduce(withPart, { version, projects: [], roles: builtInRoles, teams: [] });
  requireOwner(draft, ownership);
  const generated = requireGroups(draft, structure, prefixOf(product));
  requireMemberships(draft);
  return {
    sha256: String(the(draft, 'end').line['sha256']),
    exportedAt,
    organization: { ...organizationOfLine(the(draft, 'organization'), id, secret), product },
    ownership,
    structureVersion: version,
    parts: draft.parts,
    groups: [...draft.groups.values()].map((group) => ({
      ...group,
      memberPartitions: draft.partitions.get(group.id) ?? new Set(),
    })),
    generated,
    users: draft.users,
    keys: draft.keys,
  };
}

type Draft = {
  readonly ones: Map<LineKind, NumberedLine>;
  readonly parts: StructurePart[];
  readonly groups: Map<string, Group>;
  /** Where the members of each group will be, and the first line that names it. */
  readonly partitions: Map<string, Set<string>>;
  readonly mentioned: Map<string, number>;
  readonly ids: Set<string>;
  readonly names: Set<string>;
  readonly users: number[];
  owner: User | undefined;
  keys: number;
};

function newDraft(): Draft {
  return {
    ones: new Map(),
    parts: [],
    groups: new Map(),
    partitions: new Map(),
    mentioned: new Map(),
    ids: new Set(),
    names: new Set(),
    users: [],
    owner: undefined,
    keys: 0,
  };
}

function take(draft: Draft, line: NumberedLine): void {
  const { kind } = line.line;
  switch (kind) {
    case 'project':
    case 'role':
    case 'team': {
      const part = partOfLine(line);
      keepOnce(draft.ids, part.value.id, line, 'id');
      draft.parts.push(part);
      return;
    }
    case 'group': {
      const group = groupOfLine(line);
      keepOnce(draft.ids, group.id, line, 'id');
      draft.groups.set(group.id, group);
      return;
    }
    case 'key':
      draft.keys += 1;
      return;
    case 'user':
      takeUser(draft, line);
      return;
    default:
      if (draft.ones.has(kind)) throw broken(line.number, `there is a line of the kind ${kind} before it`);
      draft.ones.set(kind, line);
  }
}

function takeUser(draft: Draft, line: NumberedLine): void {
  const user = userOfLine(line);
  const { profile, standing } = user;
  const { userName } = profile.attributes;
  if (typeof userName !== 'string') throw broken(line.number, 'the user has no userName');
  keepOnce(draft.ids, profile.id, line, 'id');
  keepOnce(draft.names, userNameKey('', userName).SK, line, 'userName');
  if ((standing.active ? standing.waiting : standing.groups).size > 0) {
    throw broken(line.number, 'an active user waits for groups, or an inactive one is in some');
  }
  for (const group of groupsOf(standing)) {
    const partitions = draft.partitions.get(group) ?? new Set();
    draft.partitions.set(group, partitions.add(memberPartitionOf(profile.id)));
    if (!draft.mentioned.has(group)) draft.mentioned.set(group, line.number);
  }
  const bucket = bucketOf(profile.id);
  draft.users[bucket] = (draft.users[bucket] ?? 0) + 1;
  if (!standing.owner) return;
  if (draft.owner !== undefined) throw broken(line.number, 'it is the second user who is the owner');
  draft.owner = user;
}

function keepOnce(known: Set<string>, value: string, { number }: NumberedLine, what: string): void {
  if (known.has(value)) throw broken(number, `another line has the same ${what}`);
  known.add(value);
}

function the({ ones }: Draft, kind: LineKind): NumberedLine {
  const found = ones.get(kind);
  if (found === undefined)
    throw refuse(`The file has no line of the kind ${kind}. Please take the export as it was written.`);
  return found;
}

function requireOwner({ owner }: Draft, { userId }: Ownership): void {
  if (owner?.profile.id === userId && owner.standing.active) return;
  throw refuse('The owner of the file is not an active user of it who is marked as the owner.');
}

function prefixOf(product: string): NamePrefix {
  try {
    return productNamed(product);
  } catch (cause) {
    throw refuse(`Nothing can be named after the product "${product}". Please give its name with --product.`, cause);
  }
}

/** Exactly the groups that the structure generates, and ordinary ones of other names (G1, G3). */
function requireGroups({ groups }: Draft, structure: Structure, product: NamePrefix): readonly GeneratedGroup[] {
  const { byId } = generatedGroups(structure, product);
  const names = new Set<string>();
  const reserve = (name: string): void => {
    const { SK } = groupNameKey('', name);
    if (names.has(SK)) throw refuse(`Two groups of the file have the name "${name}".`);
    names.add(SK);
  };
  for (const { id, name, place } of byId.values()) {
    reserve(name);
    if (groups.get(id)?.place.kind !== place.kind) throw refuse(`The group "${name}" is missing in the file.`);
  }
  for (const { id, place } of groups.values()) {
    if (place.kind === 'ordinary') reserve(place.name);
    else if (!byId.has(id)) throw refuse(`The group ${id} of the file belongs to no project or team of it.`);
  }
  return [...byId.values()];
}

function requireMemberships({ groups, mentioned }: Draft): void {
  for (const [group, number] of mentioned) {
    if (!groups.has(group)) throw broken(number, `the user is in the group ${group}, which is not in the file`);
  }
}
