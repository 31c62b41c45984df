import * as z from 'zod/mini';
import type { TeamView } from '#domain/console.ts';
import { createTeam, listTeams, readTeam, removeTeam, renameTeam } from '#domain/console-teams.ts';
import { type AdminOperation, created, organizationOperation, placeOf, settled } from './admin-operation.ts';
import { generatedGroupSchema, namedBody } from './admin-project-operations.ts';
import { changeSchema, idSchema, momentSchema, nameSchema, pageOf, pageQuery, pageSchema } from './admin-schemas.ts';

const teamSchema = z
  .object({
    id: idSchema,
    projectId: idSchema,
    name: nameSchema,
    createdBy: z.enum(['scim', 'console']),
    createdAt: momentSchema,
    groups: z.array(generatedGroupSchema),
  })
  .register(z.globalRegistry, {
    id: 'Team',
    description: 'A part of one project, with a group for Admin and one for Member.',
  }) satisfies z.ZodMiniType<TeamView>;

/** Teams (G1-G3). */
export const teamOperations: readonly AdminOperation[] = [
  organizationOperation({
    method: 'POST',
    path: '/projects/{id}/teams',
    operationId: 'createTeam',
    tag: 'Teams',
    summary: 'Create a team of a project, with its two groups',
    body: namedBody,
    answers: { 201: teamSchema },
    problems: [409, 413],
    answer: async (console, { id, body }) => {
      const team = await createTeam(console, id, body);
      return created(team, placeOf(console, `/teams/${team.id}`));
    },
  }),
  organizationOperation({
    method: 'GET',
    path: '/projects/{id}/teams',
    operationId: 'listTeams',
    tag: 'Teams',
    summary: 'List the teams of a project',
    query: pageQuery,
    answers: { 200: pageSchema('TeamPage', teamSchema) },
    problems: [],
    answer: async (console, { id, query }) => ({ status: 200, body: await listTeams(console, id, pageOf(query)) }),
  }),
  organizationOperation({
    method: 'GET',
    path: '/teams/{id}',
    operationId: 'readTeam',
    tag: 'Teams',
    summary: 'Read a team',
    answers: { 200: teamSchema },
    problems: [],
    answer: async (console, { id }) => ({ status: 200, body: await readTeam(console, id) }),
  }),
  organizationOperation({
    method: 'PATCH',
    path: '/teams/{id}',
    operationId: 'renameTeam',
    tag: 'Teams',
    summary: 'Rename a team and its groups',
    body: namedBody,
    answers: { 200: teamSchema, 202: changeSchema },
    problems: [409, 413],
    answer: async (console, { id, body }) => settled(console, await renameTeam(console, id, body)),
  }),
  organizationOperation({
    method: 'DELETE',
    path: '/teams/{id}',
    operationId: 'removeTeam',
    tag: 'Teams',
    summary: 'Delete a team and its groups',
    answers: { 202: changeSchema, 204: null },
    problems: [],
    answer: async (console, { id }) => settled(console, await removeTeam(console, id)),
  }),
];
