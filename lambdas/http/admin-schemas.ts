import * as z from 'zod/mini';
import type { ChangeView } from '#domain/change.ts';
import { changeKinds } from '#domain/change.ts';
import type { ConsolePage, PageRequest } from '#domain/console.ts';
import { nameLimit } from '#domain/console-name.ts';

/** An id of our making. */
export const idSchema = z.string().check(
  z.meta({
    description: 'An id, as the API gave it.',
    examples: ['7c8e2f6a-3d1b-4a59-9f0e-1b2c3d4e5f60'],
  }),
);

/** A moment, ISO 8601 in UTC. */
export const momentSchema = z.iso.datetime().check(
  z.meta({
    description: 'A moment in UTC.',
    examples: ['2026-11-23T12:00:00.000Z'],
  }),
);

/** A moment as callers may send it, with any offset; it is read as UTC. */
export const givenMomentSchema = z
  .pipe(
    z.iso.datetime({ offset: true }),
    z.transform((text) => new Date(text).toISOString()),
  )
  .check(
    z.refine((text) => /^\d/u.test(text), 'It has to be of one of the years 0 to 9999 in UTC'),
    z.meta({ description: 'A moment, with `Z` or an offset.', examples: ['2027-01-01T00:00:00Z'] }),
  );

const listParameters = {
  cursor: z
    .exactOptional(z.string().check(z.minLength(1)))
    .check(z.meta({ description: '`nextCursor` of the page before this one.' })),
  limit: z
    ._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 50)
    .check(z.meta({ description: 'How many items at most.' })),
};

/** The query of every list. */
export const pageQuery = z.strictObject(listParameters);

/** The query of a list with parameters of its own. */
export function listQuery<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject({ ...shape, ...listParameters });
}

/** The page that a list's query asks for. */
export function pageOf({ cursor, limit }: z.infer<typeof pageQuery>): PageRequest {
  return { limit, ...(cursor !== undefined && { cursor }) };
}

/** A page of a list. */
export function pageSchema<Item>(id: string, item: z.ZodMiniType<Item>): z.ZodMiniType<ConsolePage<Item>> {
  const nextCursor = z
    .exactOptional(z.string())
    .check(z.meta({ description: 'Asks for the next page; absent on the last.' }));
  return z.object({ items: z.array(item), nextCursor }).check(z.meta({ id }));
}

/** The name of a project, role, team, key or organization. */
export const nameSchema = z
  .string()
  .check(z.meta({ description: `1 to ${nameLimit} characters.`, examples: ['Growth'] }));

/** Whom an owner or a member is created for. */
export const personSchemas = {
  userName: z
    .string()
    .check(z.meta({ description: 'The email address of the person.', examples: ['ada@example.com'] })),
  givenName: z.string().check(z.meta({ examples: ['Ada'] })),
  familyName: z.string().check(z.meta({ examples: ['Lovelace'] })),
};

/** What goes on after the request that began it. */
export const changeSchema = z
  .object({
    id: idSchema,
    kind: z.enum(changeKinds),
    targetId: z.string().check(z.meta({ description: 'The id of the project, role, team or organization.' })),
    status: z.enum(['running', 'done']),
    startedAt: momentSchema,
    finishedAt: z.exactOptional(momentSchema),
    handled: z
      .int()
      .check(z.minimum(0), z.meta({ description: 'Memberships, groups, names and other items handled so far.' })),
  })
  .register(z.globalRegistry, {
    id: 'Change',
    description:
      'A change that outlasts its request. Whoever reads the organization sees it as done from its beginning.',
  }) satisfies z.ZodMiniType<ChangeView>;
