import type { Group } from '#domain/group.ts';
import type { Organization, Ownership } from '#domain/organization.ts';
import type { StructurePart } from '#domain/structure.ts';
import type { User } from '#domain/user.ts';
import { isUuid } from '#domain/uuid.ts';
import { groupItem, readGroup } from '#storage/group-items.ts';
import type { Attributes, Item, Stamp } from '#storage/item.ts';
import { organizationItem, ownerItem, readOrganization, readOwnership } from '#storage/organization-items.ts';
import { partItem, readParts, readStructureVersion, structureItem } from '#storage/structure-items.ts';
import { profileItem, readProfile, readStanding, standingItem } from '#storage/user-items.ts';
import { broken } from './export-file.ts';
import type { NumberedLine } from './export-file.ts';

/*
 * Each value goes once through the item that it will be: what the store would not read again is refused with the number of
 * its line, and nothing is written that the form of the item does not know.
 */

const stamp: Stamp = { actor: '-', request: '-', at: '-' };

/** The organization of a line, with a new secret, under its own id or another one. */
export function organizationOfLine(line: NumberedLine, id: string, secret: string): Organization {
  return read(line, (value) =>
    readOrganization(present(organizationItem(stamp, { ...value, id, secret } as Organization))),
  );
}

/** The ownership of a line. */
export function ownershipOfLine(line: NumberedLine): Ownership {
  return read(line, (value) => {
    assertId(value['userId']);
    return readOwnership(present(ownerItem('-', stamp, value as Ownership)));
  });
}

/** The version of the structure. */
export function structureVersionOfLine(line: NumberedLine): number {
  return read(line, ({ version }) => readStructureVersion(structureItem('-', stamp, version as number)));
}

/** The project, role or team of a line. */
export function partOfLine(line: NumberedLine): StructurePart {
  const { kind } = line.line;
  return read(line, (value): StructurePart => {
    assertId(value['id']);
    const { projects, roles, teams } = readParts([present(partItem('-', stamp, { kind, value } as StructurePart))]);
    const [project, role, team] = [projects[0], roles[0], teams[0]];
    if (project !== undefined) return { kind: 'project', value: project };
    if (role !== undefined) return { kind: 'role', value: role };
    if (team !== undefined) return { kind: 'team', value: team };
    throw new Error('it is no part of the structure');
  });
}

/** The group of a line, without its members. */
export function groupOfLine(line: NumberedLine): Group {
  return read(line, (value) => {
    assertId(value['id']);
    return readGroup(present(groupItem('-', stamp, { ...value, memberPartitions: new Set() } as unknown as Group)));
  });
}

/** The user of a line. */
export function userOfLine(line: NumberedLine): User {
  return read(line, ({ standing: given, ...described }) => {
    assertId(described['id']);
    const { groups, waiting, taken, ...rest } = given as Attributes;
    const standing = {
      ...rest,
      userId: described['id'],
      groups: new Set(groups),
      waiting: new Set(waiting),
      ...(taken !== undefined && { taken: { ...taken, groups: new Set(taken.groups) } }),
    };
    return {
      profile: readProfile(present(profileItem('-', stamp, described as unknown as User['profile']))),
      standing: readStanding(present(standingItem('-', stamp, standing as unknown as User['standing']))),
    };
  });
}

function read<Value>({ number, line }: NumberedLine, work: (value: Attributes) => Value): Value {
  const { kind: _, ...value } = line;
  try {
    return work(value);
  } catch (cause) {
    throw broken(number, reasonOf(cause), cause);
  }
}

function assertId(id: unknown): void {
  if (typeof id !== 'string' || !isUuid(id)) throw new Error('its id is no UUID in lower case');
}

/** As it would be read: what is undefined is not stored, neither outside nor within. */
function present(item: Item): Attributes {
  return withoutUndefined(item) as Attributes;
}

function withoutUndefined(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Set || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value;
  const known = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(known.map(([name, inner]) => [name, withoutUndefined(inner)]));
}

function reasonOf(error: unknown): string {
  const issues = (error as { issues?: readonly { path: readonly PropertyKey[]; message: string }[] }).issues;
  const [issue] = issues ?? [];
  if (issue !== undefined) return `${issue.path.map(String).join('.')}: ${issue.message}`;
  return error instanceof Error ? error.message.replace(/\.$/u, '') : String(error);
}
