import { generatedGroupIds } from '#domain/group-names.ts';
import { builtInRoles } from '#domain/structure.ts';
import type { Structure } from '#domain/structure.ts';
import { openGroupsRange, openUsersRange } from '#storage/change-keys.ts';
import { readChange } from '#storage/change-items.ts';
import { readGroup } from '#storage/group-items.ts';
import { organizationKey, ownerKey, scimKeyEntryRange } from '#storage/keys.ts';
import { readOrganization, readOwnership, readScimKey } from '#storage/organization-items.ts';
import { wholePart } from '#storage/purge-keys.ts';
import { readItem, readPages, readRange } from '#storage/send-reads.ts';
import type { Session } from '#storage/session.ts';
import { readStructureNow } from '#storage/structure-reading.ts';
import { groupLine, keyLine, organizationLine, ownerLine, writeLine } from './export-lines.ts';
import { refuse } from './refuse.ts';

/** An organization without its people: what an export begins with. */
export type Frame = {
  /** All that has to be the same before and after the people were read. */
  readonly lines: readonly string[];
  /** Keys, which show when they were last used. */
  readonly keys: readonly string[];
  readonly groups: ReadonlySet<string>;
  /** The name of the product by which it was made, where that is kept. */
  readonly product: string | undefined;
};

/** Reads an organization without its people. Refused where there is none. */
export async function readFrame(session: Session): Promise<Frame> {
  const { organization } = session;
  const meta = await readItem(session, organizationKey(organization));
  const value = meta && readOrganization(meta);
  if (value === undefined || value.removedAt !== undefined) throw refuse(`There is no organization "${organization}".`);
  const [owner, structure, keys, items] = await Promise.all([
    readItem(session, ownerKey(organization)),
    readStructureNow(session),
    readRange(session, scimKeyEntryRange(organization)),
    readRange(session, wholePart(organization, 'GROUPS')),
  ]);
  const generated = generatedGroupIds(structure);
  // Others are not there yet, or not any more, for any reader.
  const groups = items.map(readGroup).filter(({ id, place }) => place.kind === 'ordinary' || generated.has(id));
  return {
    lines: [
      organizationLine(value),
      ownerLine(readOwnership(owner)),
      ...structureLines(structure),
      ...groups.map(groupLine),
    ],
    keys: keys.map((item) => keyLine(readScimKey(item))),
    groups: new Set(groups.map(({ id }) => id)),
    product: value.product,
  };
}

/** True while changes are committed of an organization that its items do not show yet. */
export async function hasOpenChanges(session: Session): Promise<boolean> {
  const { organization } = session;
  for (const range of [openUsersRange(organization), openGroupsRange(organization)]) {
    for await (const page of readPages(session, range, { limit: 1 })) if (page.length > 0) return true;
  }
  for await (const page of readPages(session, wholePart(organization, 'CHANGES'))) {
    if (page.some((item) => readChange(item).status === 'running')) return true;
  }
  return false;
}

function structureLines({ version, projects, roles, teams }: Structure): readonly string[] {
  const custom = roles.slice(builtInRoles.length);
  return [
    writeLine('structure', { version }),
    ...projects.map((value) => writeLine('project', value)),
    ...custom.map((value) => writeLine('role', value)),
    ...teams.map((value) => writeLine('team', value)),
  ];
}
