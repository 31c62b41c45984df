import * as z from 'zod';
import { activityOutcomes, targetTypes } from '#domain/activity.ts';
import { type ActivityView, listActivity } from '#domain/console-activity.ts';
import { type AdminOperation, organizationOperation } from './admin-operation.ts';
import { givenMomentSchema, idSchema, listQuery, momentSchema, pageOf, pageSchema } from './admin-schemas.ts';

const outcomeSchema = z.enum(activityOutcomes).meta({
  id: 'ActivityOutcome',
  description: '`partly`: applied, with something left out; `failed`: a fault of ours, or no time left.',
});

const namedSchema = z.object({ id: z.string(), name: z.string().exactOptional() });

const activitySchema = z
  .object({
    at: momentSchema,
    requestId: z.string(),
    actor: z.object({ type: z.enum(['key', 'principal']), id: z.string(), name: z.string().exactOptional() }),
    onBehalfOf: z.object({ id: idSchema, name: z.string().exactOptional() }).exactOptional(),
    outcome: outcomeSchema,
    actions: z.array(z.string()).meta({ description: 'What was done.', examples: [['user.deactivated', 'user.left']] }),
    target: z
      .object({ type: z.enum(targetTypes), id: z.string().exactOptional(), name: z.string().exactOptional() })
      .exactOptional(),
    operation: z
      .string()
      .exactOptional()
      .meta({ examples: ['PATCH /Groups/{id}'] }),
    status: z.int().exactOptional(),
    code: z.string().exactOptional().meta({ description: 'The refusal, as the catalogue of help names it.' }),
    detail: z.string().exactOptional().meta({ description: 'The sentence that the caller was given.' }),
    changed: z.array(z.string()).exactOptional().meta({ description: 'Attributes that changed, without values.' }),
    joined: z
      .array(namedSchema)
      .exactOptional()
      .meta({
        description:
          'Users who became members of the group, or groups that the user came into: a hundred or so, the first ten of ' +
          'them with names.',
      }),
    left: z.array(namedSchema).exactOptional().meta({ description: 'Those who left, or those that were left.' }),
    joinedCount: z.int().exactOptional().meta({ description: 'How many joined, where not all are named.' }),
    leftCount: z.int().exactOptional().meta({ description: 'How many left, where not all are named.' }),
    skipped: z.object({ ids: z.array(z.string()), count: z.int() }).exactOptional(),
    leftOut: z.int().exactOptional().meta({
      description: 'How many refusals were not recorded before this one, because there were too many at once.',
    }),
    help: z
      .object({ title: z.string(), cause: z.string(), solution: z.string() })
      .exactOptional()
      .meta({ description: 'What to do about it.' }),
  })
  .meta({
    id: 'Activity',
    description: 'What one request did to one thing, or what was refused.',
  }) satisfies z.ZodType<ActivityView>;

const activityQuery = listQuery({
  outcome: outcomeSchema.exactOptional(),
  actor: z.string().exactOptional().meta({ description: 'The id of a key, or a principal.' }),
  target: z.string().exactOptional().meta({ description: 'The id of a user, group, project, role, team or key.' }),
  from: givenMomentSchema.exactOptional(),
  to: givenMomentSchema.exactOptional().meta({ description: 'A moment, with `Z` or an offset; not included.' }),
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
