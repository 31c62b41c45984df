import type { TeamRole } from './group.ts';

/** A workspace of the organization. */
export type Project = {
  readonly id: string;
  readonly name: string;
  /** Names it had before; group names made of them are still understood (G6). */
  readonly earlierNames: readonly string[];
  readonly createdAt: string;
};

/** A role that every project has. */
export type ProjectRole = {
  readonly id: string;
  readonly name: string;
  readonly earlierNames: readonly string[];
  /** The effective role of a user in a project is the one with the highest rank (G9). */
  readonly rank: number;
};

/** A part of one project. */
export type Team = {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly earlierNames: readonly string[];
  readonly createdBy: 'scim' | 'console';
  /** The ids of its groups; a group that was deleted is missing (G5). */
  readonly groups: Readonly<Partial<Record<TeamRole, string>>>;
  readonly createdAt: string;
};

/** All that generates groups, as of one version. */
export type Structure = {
  readonly version: number;
  readonly projects: readonly Project[];
  readonly roles: readonly ProjectRole[];
  readonly teams: readonly Team[];
};

/** The roles that every organization has from the start. Custom roles are stored beside them. */
export const builtInRoles: readonly ProjectRole[] = [
  { id: 'admin', name: 'Admin', earlierNames: [], rank: 300 },
  { id: 'member', name: 'Member', earlierNames: [], rank: 200 },
  { id: 'read-only', name: 'Read-Only', earlierNames: [], rank: 100 },
];
