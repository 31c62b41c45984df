import type { Group, GroupPlace } from './group.ts';

/** A group as it begins. */
export function newGroup(id: string, place: GroupPlace, at: string): Group {
  return { id, place, untouched: false, memberPartitions: new Set(), version: 1, createdAt: at, modifiedAt: at };
}
