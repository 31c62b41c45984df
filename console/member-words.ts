import { showMoment } from './moments.ts';
import { layDetails } from './table.ts';
import { count } from './text.ts';
import type { Member, MemberSummary } from './views.ts';

/** The columns of a list of members. */
export const memberColumns = [
  { title: 'USERNAME', value: ({ userName }: MemberSummary) => userName },
  { title: 'NAME', value: (member: MemberSummary) => nameOf(member) },
  { title: 'ROLE', value: ({ orgRole }: MemberSummary) => orgRole },
  { title: 'STATE', value: ({ active }: MemberSummary) => (active ? 'active' : 'inactive') },
  { title: 'ID', value: ({ id }: MemberSummary) => id, whole: true },
];

/** A member in lines for people, with the access that all groups together give. */
export function describeMember(member: Member): string {
  const { taken, deactivationRefusedAt, access } = member;
  const lines = [
    layDetails([
      ['User name', member.userName],
      ['Name', nameOf(member) || undefined],
      ['Id', member.id],
      ['External id', member.externalId],
      ['Role', member.orgRole],
      ['State', member.active ? 'active' : 'inactive'],
      ['Created', showMoment(member.createdAt)],
      ['Changed', showMoment(member.modifiedAt)],
      [
        'Deactivation refused',
        deactivationRefusedAt && `${showMoment(deactivationRefusedAt)}: the next transfer of ownership carries it out`,
      ],
    ]),
    ...list(
      'Groups',
      member.groups.map(({ displayName, id }) => [displayName, id]),
    ),
    ...list(
      'Groups from the reactivation on',
      member.waitingGroups.map(({ displayName, id }) => [displayName, id]),
    ),
    ...list(
      'Projects',
      access.projects.map(({ name, effectiveRole }) => [name, effectiveRole]),
    ),
    ...list(
      'Teams',
      access.teams.map(({ name, effectiveRole }) => [name, effectiveRole]),
    ),
    ...(taken === undefined ? [] : ['', describeTaken(taken, member.active)]),
  ];
  return lines.join('\n');
}

function describeTaken(
  { at, orgRole, groups, restorableUntil }: NonNullable<Member['taken']>,
  active: boolean,
): string {
  const memberships = groups.length === 0 ? '' : ` and ${count(groups.length, 'membership')}`;
  const restore = active ? '"rollcall member restore" gives' : 'After "rollcall member activate", "restore" gives';
  return (
    `The deactivation of ${showMoment(at)} took the role ${orgRole}${memberships}. ` +
    `${restore} ${memberships === '' ? 'it' : 'them'} back until ${showMoment(restorableUntil)}.`
  );
}

function list(title: string, rows: readonly (readonly [string, string])[]): readonly string[] {
  return rows.length === 0 ? [] : ['', `${title}:`, layDetails(rows.map(([label, value]) => [`  ${label}`, value]))];
}

function nameOf({ givenName, familyName }: MemberSummary): string {
  return [givenName, familyName].filter((name) => name !== undefined).join(' ');
}
