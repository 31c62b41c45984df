import * as z from 'zod/mini';
import type { GeneratedGroupView, ProjectView } from '#domain/console.ts';
import { createProject, listProjects, readProject, removeProject, renameProject } from '#domain/console-projects.ts';
import { type AdminOperation, created, organizationOperation, placeOf, settled } from './admin-operation.ts';
import { changeSchema, idSchema, momentSchema, nameSchema, pageOf, pageQuery, pageSchema } from './admin-schemas.ts';

/** A group beside what generates it (G1). */
export const generatedGroupSchema = z
  .object({ id: idSchema, displayName: z.string(), role: z.string() })
  .register(z.globalRegistry, {
    id: 'GeneratedGroup',
    description: 'A group that is generated for a role of a project or of a team.',
    examples: [{ id: '7c8e2f6a-3d1b-4a59-9f0e-1b2c3d4e5f60', displayName: 'Statsig-ProjectA-Admin', role: 'Admin' }],
  }) satisfies z.ZodMiniType<GeneratedGroupView>;

const projectSchema = z
  .object({ id: idSchema, name: nameSchema, createdAt: momentSchema, groups: z.array(generatedGroupSchema) })
  .register(z.globalRegistry, {
    id: 'Project',
    description: 'A workspace of the organization, with one group for each project role.',
  }) satisfies z.ZodMiniType<ProjectView>;

/** The name of what is created or renamed. */
export const namedBody = z.strictObject({ name: nameSchema }).register(z.globalRegistry, { id: 'Named' });

/** Projects (G1-G3). */
export const projectOperations: readonly AdminOperation[] = [
  organizationOperation({
    method: 'POST',
    path: '/projects',
    operationId: 'createProject',
    tag: 'Projects',
    summary: 'Create a project and its groups',
    body: namedBody,
    answers: { 201: projectSchema },
    problems: [409, 413],
    answer: async (console, { body }) => {
      const project = await createProject(console, body);
      return created(project, placeOf(console, `/projects/${project.id}`));
    },
  }),
  organizationOperation({
    method: 'GET',
    path: '/projects',
    operationId: 'listProjects',
    tag: 'Projects',
    summary: 'List the projects',
    query: pageQuery,
    answers: { 200: pageSchema('ProjectPage', projectSchema) },
    problems: [],
    answer: async (console, { query }) => ({ status: 200, body: await listProjects(console, pageOf(query)) }),
  }),
  organizationOperation({
    method: 'GET',
    path: '/projects/{id}',
    operationId: 'readProject',
    tag: 'Projects',
    summary: 'Read a project',
    answers: { 200: projectSchema },
    problems: [],
    answer: async (console, { id }) => ({ status: 200, body: await readProject(console, id) }),
  }),
  organizationOperation({
    method: 'PATCH',
    path: '/projects/{id}',
    operationId: 'renameProject',
    tag: 'Projects',
    summary: 'Rename a project and its groups',
    description: 'The ids of the groups stay, their names follow at once, and the earlier names are still understood.',
    body: namedBody,
    answers: { 200: projectSchema, 202: changeSchema },
    problems: [409, 413],
    answer: async (console, { id, body }) => settled(console, await renameProject(console, id, body)),
  }),
  organizationOperation({
    method: 'DELETE',
    path: '/projects/{id}',
    operationId: 'removeProject',
    tag: 'Projects',
    summary: 'Delete a project, its teams and all their groups',
    description: 'They exist for no reader from the answer on; what is left of them is cleared away afterwards.',
    answers: { 202: changeSchema, 204: null },
    problems: [],
    answer: async (console, { id }) => settled(console, await removeProject(console, id)),
  }),
];
