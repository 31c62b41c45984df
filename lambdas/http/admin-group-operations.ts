import * as z from 'zod';
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
    projectId: idSchema.exactOptional(),
    teamId: idSchema.exactOptional(),
    role: z.string().exactOptional(),
    externalId: z.string().exactOptional(),
    createdAt: momentSchema,
    modifiedAt: momentSchema,
  })
  .meta({ id: 'GroupSummary' }) satisfies z.ZodType<GroupSummary>;

const lastPushSchema = z
  .object({
    at: momentSchema,
    keyId: idSchema,
    requestId: z.string(),
    outcome: z.string(),
    skipped: z.object({ count: z.int(), ids: z.array(z.string()) }).exactOptional(),
  })
  .meta({ id: 'LastPush', description: 'The last change of the group by an identity provider, and whom it skipped.' });

const groupSchema = z
  .object({
    ...groupSummarySchema.shape,
    memberCount: z.int().min(0),
    lastPush: lastPushSchema.exactOptional(),
    waiting: z.object({ count: z.int().min(0), members: z.array(memberReferenceSchema) }).meta({
      description: 'Inactive members, who come in with their reactivation (G7): the first hundred, and how many.',
    }),
  })
  .meta({ id: 'Group' }) satisfies z.ZodType<GroupView>;

const membershipSchema = z
  .object({
    added: z.array(idSchema),
    removed: z.array(idSchema),
    skipped: z.array(z.string()).meta({ description: 'Those who are no members of the organization.' }),
  })
  .meta({ id: 'MembershipOutcome' }) satisfies z.ZodType<MembershipView>;

const mappedRoleSchema = z
  .union([
    z.strictObject({ projectId: idSchema, role: z.string() }),
    z.strictObject({ teamId: idSchema, role: z.string() }),
  ])
  .meta({ id: 'MappedRole' }) satisfies z.ZodType<MappedRole>;

const mappingSchema = z
  .object({ groupId: idSchema, roles: z.array(mappedRoleSchema) })
  .meta({ id: 'Mapping' }) satisfies z.ZodType<MappingView>;

const userIdsSchema = z.array(z.string()).default([]).meta({ description: 'Ids of members.' });

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
    body: z.strictObject({ add: userIdsSchema, remove: userIdsSchema }).meta({ id: 'MembershipChange' }),
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
    body: z.strictObject({ roles: z.array(mappedRoleSchema) }).meta({ id: 'MappingChange' }),
    answers: { 200: mappingSchema },
    problems: [409, 413],
    answer: async (console, { id, body }) => ({ status: 200, body: await changeMapping(console, id, body) }),
  }),
];
