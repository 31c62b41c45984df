import * as z from 'zod/mini';
import { activityOutcomes, targetTypes } from '#domain/activity.ts';
import { type ActivityView, listActivity } from '#domain/console-activity.ts';
import { type AdminOperation, organizationOperation } from './admin-operation.ts';
import { givenMomentSchema, idSchema, listQuery, momentSchema, pageOf, pageSchema } from './admin-schemas.ts';

const outcomeSchema = z.enum(activityOutcomes).register(z.globalRegistry, {
  id: 'ActivityOutcome',
  description: '`partly`: applied, with something left out; `failed`: a fault of ours, or no time left.',
});

const namedSchema = z.object({ id: z.string(), name: z.exactOptional(z.string()) });

const activitySchema = z
  .object({
    at: momentSchema,
    requestId: z.string(),
    actor: z.object({ type: z.enum(['key', 'principal']), id: z.string(), name: z.exactOptional(z.string()) }),
    onBehalfOf: z.exactOptional(z.object({ id: idSchema, name: z.exactOptional(z.string()) })),
    outcome: outcomeSchema,
    actions: z
      .array(z.string())
      .check(z.meta({ description: 'What was done.', examples: [['user.deactivated', 'user.left']] })),
    target: z.exactOptional(
      z.object({ type: z.enum(targetTypes), id: z.exactOptional(z.string()), name: z.exactOptional(z.string()) }),
    ),
    operation: z.exactOptional(z.string()).check(z.meta({ examples: ['PATCH /Groups/{id}'] })),
    status: z.exactOptional(z.int()),
    code: z.exactOptional(z.string()).check(z.meta({ description: 'The refusal, as the catalogue of help names it.' })),
    detail: z.exactOptional(z.string()).check(z.meta({ description: 'The sentence that the caller was given.' })),
    changed: z
      .exactOptional(z.array(z.string()))
      .check(z.meta({ description: 'Attributes that changed, without values.' })),
    joined: z.exactOptional(z.array(namedSchema)).check(
      z.meta({
        description:
          'Users who became members of the group, or groups that the user came into: a hundred or so, the first ten of ' +
          'them with names.',
      }),
    ),
    left: z
      .exactOptional(z.array(namedSchema))
      .check(z.meta({ description: 'Those who left, or those that were left.' })),
    joinedCount: z.exactOptional(z.int()).check(z.meta({ description: 'How many joined, where not all are named.' })),
    leftCount: z.exactOptional(z.int()).check(z.meta({ description: 'How many left, where not all are named.' })),
    skipped: z.exactOptional(z.object({ ids: z.array(z.string()), count: z.int() })),
    leftOut: z.exactOptional(z.int()).check(
      z.meta({
        description: 'How many refusals were not recorded before this one, because there were too many at once.',
      }),
    ),
    help: z
      .exactOptional(z.object({ title: z.string(), cause: z.string(), solution: z.string() }))
      .check(z.meta({ description: 'What to do about it.' })),
  })
  .register(z.globalRegistry, {
    id: 'Activity',
    description: 'What one request did to one thing, or what was refused.',
  }) satisfies z.ZodMiniType<ActivityView>;

const activityQuery = listQuery({
  outcome: z.exactOptional(outcomeSchema),
  actor: z.exactOptional(z.string()).check(z.meta({ description: 'The id of a key, or a principal.' })),
  target: z
    .exactOptional(z.string())
    .check(z.meta({ description: 'The id of a user, group, project, role, team or key.' })),
  from: z.exactOptional(givenMomentSchema),
  to: z
    .exactOptional(givenMomentSchema)
    .check(z.meta({ description: 'A moment, with `Z` or an offset; not included.' })),
});

/** The activity log. */
export const activityOperations: readonly AdminOperation[] = [
  organizationOperation({
    method: 'GET',
    path: '/activity',
    operationId: 'listActivity',
    tag: 'Activity',
    summary: 'List what was done and what was refused, newest first, with what to do about it',
    query: activityQuery,
    answers: { 200: pageSchema('ActivityPage', activitySchema) },
    problems: [],
    answer: async (console, { query: { cursor, limit, ...wanted } }) => {
      const page = pageOf({ limit, ...(cursor !== undefined && { cursor }) });
      return { status: 200, body: await listActivity(console, wanted, page) };
    },
  }),
];
