import * as z from 'zod/mini';
import { listMembers } from '#domain/console-member-list.ts';
import { changeMember, createMember, readMember, removeMember } from '#domain/console-members.ts';
import { restoreMember } from '#domain/console-restore.ts';
import { memberSchema, memberSummarySchema, orgRoleSchema, restoreSchema } from './admin-member-schemas.ts';
import { type AdminOperation, created, organizationOperation, placeOf } from './admin-operation.ts';
import { listQuery, pageOf, pageSchema, personSchemas } from './admin-schemas.ts';

const givenRoleSchema = orgRoleSchema.check(
  z.meta({
    description:
      '`Member` or `Admin`. `Owner` is refused: the owner is made by `PUT …/owner`, and by nothing else here.',
  }),
);

const membersQuery = listQuery({
  query: z.exactOptional(z.string().check(z.minLength(1))).check(
    z.meta({
      description: 'The beginning of the userName, of an email address, or of "given family" or "family given" name.',
    }),
  ),
  inactive: z
    .pipe(
      z._default(z.enum(['true', 'false']), 'false'),
      z.transform((text) => text === 'true'),
    )
    .check(z.meta({ description: 'Whether inactive members are listed too.' })),
});

/** Members of the organization. */
export const memberOperations: readonly AdminOperation[] = [
  organizationOperation({
    method: 'POST',
    path: '/members',
    operationId: 'createMember',
    tag: 'Members',
    summary: 'Create a member',
    description: 'The userName is the primary email address too.',
    body: z
      .strictObject({ ...personSchemas, orgRole: z._default(givenRoleSchema, 'Member') })
      .register(z.globalRegistry, { id: 'NewMember' }),
    answers: { 201: memberSchema },
    problems: [403, 409, 413],
    answer: async (console, { body }) => {
      const member = await createMember(console, body);
      return created(member, placeOf(console, `/members/${member.id}`));
    },
  }),
  organizationOperation({
    method: 'GET',
    path: '/members',
    operationId: 'listMembers',
    tag: 'Members',
    summary: 'List the members, or look for some',
    query: membersQuery,
    answers: { 200: pageSchema('MemberPage', memberSummarySchema) },
    problems: [],
    answer: async (console, { query: { query, inactive, ...page } }) => {
      const wanted = { inactive, ...(query !== undefined && { query }) };
      return { status: 200, body: await listMembers(console, wanted, pageOf(page)) };
    },
  }),
  organizationOperation({
    method: 'GET',
    path: '/members/{id}',
    operationId: 'readMember',
    tag: 'Members',
    summary: 'Read a member, with the access that all groups together give',
    answers: { 200: memberSchema },
    problems: [],
    answer: async (console, { id }) => ({ status: 200, body: await readMember(console, id) }),
  }),
  organizationOperation({
    method: 'PATCH',
    path: '/members/{id}',
    operationId: 'changeMember',
    tag: 'Members',
    summary: 'Change the org role, deactivate or reactivate',
    body: z
      .strictObject({ orgRole: z.exactOptional(givenRoleSchema), active: z.exactOptional(z.boolean()) })
      .register(z.globalRegistry, { id: 'MemberChange' }),
    answers: { 200: memberSchema },
    problems: [403, 413],
    answer: async (console, { id, body }) => ({ status: 200, body: await changeMember(console, id, body) }),
  }),
  organizationOperation({
    method: 'DELETE',
    path: '/members/{id}',
    operationId: 'removeMember',
    tag: 'Members',
    summary: 'Remove a member, who is gone from SCIM too',
    answers: { 204: null },
    problems: [403, 413],
    answer: async (console, { id }) => {
      await removeMember(console, id);
      return { status: 204 };
    },
  }),
  organizationOperation({
    method: 'POST',
    path: '/members/{id}/restore',
    operationId: 'restoreMember',
    tag: 'Members',
    summary: 'Give back the role and the groups that a deactivation took',
    description: 'Within 30 days of the deactivation, once the member is active again (U4).',
    answers: { 200: restoreSchema },
    problems: [409, 413],
    answer: async (console, { id }) => ({ status: 200, body: await restoreMember(console, id) }),
  }),
];
