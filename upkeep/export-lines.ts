import type { Organization, Ownership } from '#domain/organization.ts';
import type { Group } from '#domain/group.ts';
import type { KeyRecord } from '#domain/key.ts';
import type { User } from '#domain/user.ts';

/** The version of the form of exports: the only one that is written and read. */
export const exportVersion = 1;

/** What the lines of an export hold, in the order in which they come. */
export const lineKinds = [
  'export',
  'organization',
  'owner',
  'structure',
  'project',
  'role',
  'team',
  'key',
  'group',
  'user',
  'end',
] as const;
export type LineKind = (typeof lineKinds)[number];

/** One line of an export: an object with its kind. */
export type Line = { readonly kind: LineKind } & Readonly<Record<string, unknown>>;

/** A line as it stands in the file, without its end. Sets are lists in the order of their values. */
export function writeLine(kind: LineKind, value: object): string {
  return JSON.stringify({ kind, ...value }, (_, inner: unknown) =>
    inner instanceof Set ? [...(inner as Set<string>)].toSorted() : inner,
  );
}

/** The kind of a line that was written here. */
export function kindOf(line: string): string {
  return /^\{"kind":"(?<kind>\w+)"/u.exec(line)?.groups?.['kind'] ?? '';
}

/** An organization without what seals its cursors: that is made anew where it is imported. */
export function organizationLine({ secret: _, ...value }: Organization): string {
  return writeLine('organization', value);
}

/** Who owns the organization. */
export function ownerLine(value: Ownership): string {
  return writeLine('owner', { ...value });
}

/** What is known of a SCIM key; neither the key nor what it is found by. */
export function keyLine({ hash: _, organizationId: __, replaced: ___, ...value }: KeyRecord): string {
  return writeLine('key', value);
}

/** A group. Who its members are, and where the store keeps them, the users say. */
export function groupLine({ memberPartitions: _, journal: __, ...value }: Group): string {
  return writeLine('group', value);
}

/** A user with the groups that there are: a membership of another one is none, and is being cleared away. */
export function userLine({ profile, standing }: User, groups: ReadonlySet<string>): string {
  const { userId: _, ...rest } = standing;
  const { id, ...described } = profile;
  const there = { groups: rest.groups.intersection(groups), waiting: rest.waiting.intersection(groups) };
  return writeLine('user', { id, ...described, standing: { ...rest, ...there } });
}
