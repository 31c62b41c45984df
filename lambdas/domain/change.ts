import type { StructurePart } from './structure.ts';

export const changeKinds = [
  'projectRename',
  'projectDeletion',
  'roleRename',
  'roleDeletion',
  'teamRename',
  'teamDeletion',
  'userLeaving',
  'userEntering',
  'memberChange',
  'organizationDeletion',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** What goes on after the request that began it; who reads the organization sees it as done from the beginning. */
export type ChangeView = {
  readonly id: string;
  readonly kind: ChangeKind;
  /** The id of the project, role, team, user or organization. */
  readonly targetId: string;
  readonly status: 'running' | 'done';
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** How many memberships, groups, names and other items were handled so far. */
  readonly handled: number;
};

/** What is to be done after a change of the structure, when its request has been answered. */
export type StructureWork = {
  /** What the product puts before the names of groups. */
  readonly groupPrefix: string;
  /** What the folded names begin with that are to be freed where nobody has them any more. */
  readonly namesBegin: string;
};

/** A change as it begins. */
export type NewChange = Pick<ChangeView, 'id' | 'kind' | 'targetId' | 'startedAt'> & { readonly work: StructureWork };

const renames = { project: 'projectRename', role: 'roleRename', team: 'teamRename' } as const;
const deletions = { project: 'projectDeletion', role: 'roleDeletion', team: 'teamDeletion' } as const;

/** The kind of change that a part's new name, or its end, is. */
export function changeKind(part: StructurePart, what: 'rename' | 'deletion'): ChangeKind {
  return (what === 'rename' ? renames : deletions)[part.kind];
}
