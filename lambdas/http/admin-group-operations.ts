import * as z from 'zod/mini';
import type { GroupSummary, GroupView, MappedRole, MappingView, MembershipView } from '#domain/console.ts';
import { changeGroupMembers, listGroupMembers, listGroups, readGroupDetails } from '#domain/console-groups.ts';
import { changeMapping, readMapping } from '#domain/console-mapping.ts';
import { memberReferenceSchema } from './admin-member-schemas.ts';
import { type AdminOperation, organizationOperation } from './admin-operation.ts';
import { idSchema, momentSchema, pageOf, pageQuery, pageSchema } from './admin-schemas.ts';

const groupSummarySchema = z
  .object({
    id: idSchema,
    displayName: z.string(),
    kind: z.enum(['project', 'team', 'ordinary']),
    projectId: z.exactOptional(idSchema),
    teamId: z.exactOptional(idSchema),
    role: z.exactOptional(z.string()),
    externalId: z.exactOptional(z.string()),
    createdAt: momentSchema,
    modifiedAt: momentSchema,
  })
  .register(z.globalRegistry, { id: 'GroupSummary' }) satisfies z.ZodMiniType<GroupSummary>;

const lastPushSchema = z
  .object({
    at: momentSchema,
    keyId: idSchema,
    requestId: z.string(),
    outcome: z.string(),
    skipped: z.exactOptional(z.object({ count: z.int(), ids: z.array(z.string()) })),
  })
  .register(z.globalRegistry, {
    id: 'LastPush',
    description: 'The last change of the group by an identity provider, and whom it skipped.',
  });

const groupSchema = z
  .object({
    ...groupSummarySchema.shape,
    memberCount: z.int().check(z.minimum(0)),
    lastPush: z.exactOptional(lastPushSchema),
    waiting: z.object({ count: z.int().check(z.minimum(0)), members: z.array(memberReferenceSchema) }).check(
      z.meta({
        description: 'Inactive members, who come in with their reactivation (G7): the first hundred, and how many.',
      }),
    ),
  })
  .register(z.globalRegistry, { id: 'Group' }) satisfies z.ZodMiniType<GroupView>;

const membershipSchema = z
  .object({
    added: z.array(idSchema),
    removed: z.array(idSchema),
    skipped: z.array(z.string()).check(z.meta({ description: 'Those who are no members of the organization.' })),
  })
  .register(z.globalRegistry, { id: 'MembershipOutcome' }) satisfies z.ZodMiniType<MembershipView>;

const mappedRoleSchema = z
  .union([
    z.strictObject({ projectId: idSchema, role: z.string() }),
    z.strictObject({ teamId: idSchema, role: z.string() }),
  ])
  .register(z.globalRegistry, { id: 'MappedRole' }) satisfies z.ZodMiniType<MappedRole>;

const mappingSchema = z
  .object({ groupId: idSchema, roles: z.array(mappedRoleSchema) })
  .register(z.globalRegistry, { id: 'Mapping' }) satisfies z.ZodMiniType<MappingView>;

const userIdsSchema = z._default(z.array(z.string()), []).check(z.meta({ description: 'Ids of members.' }));

/** Groups, their members, and what ordinary ones give (G7-G10). */
export const groupOperations: readonly AdminOperation[] = [
  organizationOperation({
    method: 'GET',
    path: '/groups',
    operationId: 'listGroups',
    tag: 'Groups',
    summary: 'List the groups',
    query: pageQuery,
    answers: { 200: pageSchema('GroupPage', groupSummarySchema) },
    problems: [],
    answer: async (console, { query }) => ({ status: 200, body: await listGroups(console, pageOf(query)) }),
  }),
  organizationOperation({
    method: 'GET',
    path: '/groups/{id}',
    operationId: 'readGroup',
    tag: 'Groups',
    summary: 'Read a group, with its last push, skipped and waiting members',
    answers: { 200: groupSchema },
    problems: [],
    answer: async (console, { id }) => ({ status: 200, body: await readGroupDetails(console, id) }),
  }),
  organizationOperation({
    method: 'GET',
    path: '/groups/{id}/members',
    operationId: 'listGroupMembers',
    tag: 'Groups',
    summary: 'List the members of a group',
    query: pageQuery,
    answers: { 200: pageSchema('GroupMemberPage', memberReferenceSchema) },
    problems: [],
    answer: async (console, { id, query }) => ({
      status: 200,
      body: await listGroupMembers(console, id, pageOf(query)),
    }),
  }),
  organizationOperation({
    method: 'PATCH',
    path: '/groups/{id}/members',
    operationId: 'changeGroupMembers',
    tag: 'Groups',
    summary: 'Add members to a group, or remove some: all or nothing',
    body: z
      .strictObject({ add: userIdsSchema, remove: userIdsSchema })
      .register(z.globalRegistry, { id: 'MembershipChange' }),
    answers: { 200: membershipSchema },
    problems: [413],
    answer: async (console, { id, body }) => ({ status: 200, body: await changeGroupMembers(console, id, body) }),
  }),
  organizationOperation({
    method: 'GET',
    path: '/groups/{id}/roles',
    operationId: 'readMapping',
    tag: 'Groups',
    summary: 'Read which roles an ordinary group gives its members',
    answers: { 200: mappingSchema },
    problems: [409],
    answer: async (console, { id }) => ({ status: 200, body: await readMapping(console, id) }),
  }),
  organizationOperation({
    method: 'PUT',
    path: '/groups/{id}/roles',
    operationId: 'changeMapping',
    tag: 'Groups',
    summary: 'Set which roles an ordinary group gives its members',
    body: z.strictObject({ roles: z.array(mappedRoleSchema) }).register(z.globalRegistry, { id: 'MappingChange' }),
    answers: { 200: mappingSchema },
    problems: [409, 413],
    answer: async (console, { id, body }) => ({ status: 200, body: await changeMapping(console, id, body) }),
  }),
];
