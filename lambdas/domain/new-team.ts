import type { Group } from './group.ts';
import { teamRoles } from './group.ts';
import { newGroup } from './new-group.ts';
import type { Team } from './structure.ts';

/** A team as it begins, with its groups in the order of `teamRoles`. */
export function newTeam(
  projectId: string,
  name: string,
  createdBy: Team['createdBy'],
  clock: { now(): Date; newId(): string },
): { readonly team: Team; readonly groups: readonly [Group, Group] } {
  const at = clock.now().toISOString();
  const id = clock.newId();
  const [adminRole, memberRole] = teamRoles;
  const admin = newGroup(clock.newId(), { kind: 'team', teamId: id, role: adminRole }, at);
  const member = newGroup(clock.newId(), { kind: 'team', teamId: id, role: memberRole }, at);
  const groups = { [adminRole]: admin.id, [memberRole]: member.id };
  return { team: { id, projectId, name, earlierNames: [], createdBy, groups, createdAt: at }, groups: [admin, member] };
}
