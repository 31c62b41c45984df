import * as z from 'zod/mini';
import type { RoleView } from '#domain/console.ts';
import { changeRole, createRole, listRoles, readRole, removeRole } from '#domain/console-roles.ts';
import { highestRank, lowestRank } from '#domain/limits.ts';
import { type AdminOperation, created, organizationOperation, placeOf, settled } from './admin-operation.ts';
import { changeSchema, nameSchema, pageOf, pageQuery, pageSchema } from './admin-schemas.ts';

const rankSchema = z.int().check(
  z.minimum(lowestRank),
  z.maximum(highestRank),
  z.meta({
    description: 'Of several roles that a member holds in a project, the one with the highest rank counts.',
    examples: [150],
  }),
);

const roleSchema = z
  .object({
    id: z.string().check(z.meta({ description: 'The id of the role.', examples: ['read-only'] })),
    name: nameSchema,
    rank: rankSchema,
    builtIn: z.boolean().check(z.meta({ description: 'Admin, Member and Read-Only are: they stay as they are.' })),
  })
  .register(z.globalRegistry, {
    id: 'Role',
    description: 'A role that every project has.',
  }) satisfies z.ZodMiniType<RoleView>;

/** Project roles (G1, G9). */
export const roleOperations: readonly AdminOperation[] = [
  organizationOperation({
    method: 'POST',
    path: '/roles',
    operationId: 'createRole',
    tag: 'Roles',
    summary: 'Create a project role, and its group in every project',
    body: z.strictObject({ name: nameSchema, rank: rankSchema }).register(z.globalRegistry, { id: 'NewRole' }),
    answers: { 201: roleSchema },
    problems: [409, 413],
    answer: async (console, { body }) => {
      const role = await createRole(console, body);
      return created(role, placeOf(console, `/roles/${role.id}`));
    },
  }),
  organizationOperation({
    method: 'GET',
    path: '/roles',
    operationId: 'listRoles',
    tag: 'Roles',
    summary: 'List the project roles, the built-in ones too',
    query: pageQuery,
    answers: { 200: pageSchema('RolePage', roleSchema) },
    problems: [],
    answer: async (console, { query }) => ({ status: 200, body: await listRoles(console, pageOf(query)) }),
  }),
  organizationOperation({
    method: 'GET',
    path: '/roles/{id}',
    operationId: 'readRole',
    tag: 'Roles',
    summary: 'Read a project role',
    answers: { 200: roleSchema },
    problems: [],
    answer: async (console, { id }) => ({ status: 200, body: await readRole(console, id) }),
  }),
  organizationOperation({
    method: 'PATCH',
    path: '/roles/{id}',
    operationId: 'changeRole',
    tag: 'Roles',
    summary: 'Rename a project role, or give it another rank',
    body: z
      .strictObject({ name: z.exactOptional(nameSchema), rank: z.exactOptional(rankSchema) })
      .register(z.globalRegistry, { id: 'RoleChange' }),
    answers: { 200: roleSchema, 202: changeSchema },
    problems: [403, 409, 413],
    answer: async (console, { id, body }) => settled(console, await changeRole(console, id, body)),
  }),
  organizationOperation({
    method: 'DELETE',
    path: '/roles/{id}',
    operationId: 'removeRole',
    tag: 'Roles',
    summary: 'Delete a project role, and its group in every project',
    answers: { 202: changeSchema, 204: null },
    problems: [403],
    answer: async (console, { id }) => settled(console, await removeRole(console, id)),
  }),
];
