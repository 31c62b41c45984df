import { showMoment } from './moments.ts';
import { layDetails, layTable } from './table.ts';
import type { Group, GroupSummary, MappedRole, Mapping, MemberReference } from './views.ts';

/** The columns of a list of groups. */
export const groupColumns = [
  { title: 'GROUP', value: ({ displayName }: GroupSummary) => displayName },
  { title: 'KIND', value: ({ kind }: GroupSummary) => kind },
  { title: 'CHANGED', value: ({ modifiedAt }: GroupSummary) => showMoment(modifiedAt), whole: true },
  { title: 'ID', value: ({ id }: GroupSummary) => id, whole: true },
];

/** The columns of a list of a group's members. */
export const memberColumns = [
  { title: 'USERNAME', value: ({ userName }: MemberReference) => userName },
  { title: 'STATE', value: ({ active }: MemberReference) => (active ? 'active' : 'inactive') },
  { title: 'ID', value: ({ id }: MemberReference) => id, whole: true },
];

/** A group in lines for people. */
export function describeGroup(group: Group): string {
  const { lastPush, waiting } = group;
  const skipped = lastPush?.skipped;
  const lines = [
    layDetails([
      ['Group', group.displayName],
      ['Id', group.id],
      ['Kind', group.kind],
      ['Role', group.role],
      ['External id', group.externalId],
      ['Members', String(group.memberCount)],
      ['Created', showMoment(group.createdAt)],
      ['Changed', showMoment(group.modifiedAt)],
      ['Last push', lastPush && `${showMoment(lastPush.at)}, ${lastPush.outcome}, with the key ${lastPush.keyId}`],
      ['Waiting', waiting.count === 0 ? undefined : `${waiting.count} inactive: in with their reactivation`],
    ]),
    ...waiting.members.map(({ userName }) => `  ${userName}`),
  ];
  if (skipped !== undefined && skipped.count > 0) {
    lines.push(
      `The last push left out ${skipped.count} whom the organization does not know:`,
      ...skipped.ids.map((id) => `  ${id}`),
      'Please assign them to the app in the identity provider, then push the group again.',
    );
  }
  return lines.join('\n');
}

/** The roles that a group gives its members, in lines for people. */
export function describeMapping({ roles }: Mapping): string {
  const columns = [
    { title: 'OF', value: (role: MappedRole) => ('projectId' in role ? 'project' : 'team') },
    { title: 'ROLE', value: ({ role }: MappedRole) => role },
    { title: 'ID', value: (role: MappedRole) => ('projectId' in role ? role.projectId : role.teamId) },
  ];
  return roles.length === 0
    ? 'The group gives its members no roles.'
    : layTable(roles, columns, { columns: undefined, colours: false });
}
