import * as z from 'zod/mini';
import { activityActions } from '#domain/activity-actions.ts';
import { targetTypes } from '#domain/activity.ts';
import type { ReadParts } from './activity-part.ts';
import { differences } from './activity-part.ts';
import { readChange } from './change-items.ts';
import { readGroup, readSweep } from './group-items.ts';
import { readMemberChangeWork } from './journal-work.ts';

const structure = z.object({
  last: z.exactOptional(z.object({ kind: z.enum(activityActions), id: z.string(), name: z.string() })),
});

/** What a write of a group tells: an ordinary group that is new, and what was changed of the group itself. */
export const groupParts: ReadParts = ({ before, after }) => {
  if (after === undefined) return [];
  const { id, place, externalId, roles } = readGroup(after);
  const target = { type: 'group' as const, id, ...(place.kind === 'ordinary' && { name: place.name }) };
  // Generated groups come and go with what generates them.
  if (before === undefined)
    return place.kind === 'ordinary' ? [{ target, actions: ['group.created'], main: true }] : [];
  const old = readGroup(before);
  const changed = differences({ externalId: old.externalId }, { externalId });
  const isRenamed = JSON.stringify(old.place) !== JSON.stringify(place);
  const isMapped = JSON.stringify(old.roles) !== JSON.stringify(roles);
  const actions = [
    ...(isRenamed ? (['group.renamed'] as const) : []),
    ...(changed.length > 0 ? (['group.updated'] as const) : []),
    ...(isMapped ? (['group.mapped'] as const) : []),
  ];
  if (actions.length === 0) return [];
  return [{ target, actions, changed, main: true }];
};

/** What the commit of many changed members tells; who is one of them learns it when it is applied. */
export const memberChangeParts: ReadParts = ({ before, after }) => {
  if (before !== undefined || after === undefined) return [];
  const change = readChange(after);
  if (change.kind !== 'memberChange') return [];
  const { joined, left, joinedCount, leftCount } = readMemberChangeWork(change);
  if (joinedCount + leftCount === 0) return [];
  const target = { type: 'group' as const, id: change.targetId };
  return [{ target, actions: ['group.members'], joined, left, joinedCount, leftCount, main: true }];
};

/** What the mark of a deleted group tells; those of projects and roles vanish with them. */
export const sweepParts: ReadParts = ({ before, after }) => {
  if (before !== undefined || after === undefined) return [];
  const { groupId, name, place } = readSweep(after);
  if (name === undefined || place === undefined || place.kind === 'project') return [];
  return [{ target: { type: 'group', id: groupId, name }, actions: ['group.deleted'], main: true }];
};

/** What a raise of the structure's version tells: which project, role or team was made, renamed or deleted. */
export const structureParts: ReadParts = ({ before, after }) => {
  if (before === undefined || after === undefined || before['version'] === after['version']) return [];
  const { last } = structure.parse(after);
  if (last === undefined) return [];
  const type = targetTypes.find((candidate) => last.kind.startsWith(`${candidate}.`));
  if (type === undefined) return [];
  return [{ target: { type, id: last.id, name: last.name }, actions: [last.kind], main: true }];
};
