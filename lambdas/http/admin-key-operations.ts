import * as z from 'zod/mini';
import type { KeyView, NewKeyView } from '#domain/console.ts';
import { createScimKey, deactivateKey, listKeys, readKey, regenerateKey } from '#domain/console-keys.ts';
import { type AdminOperation, created, organizationOperation, placeOf } from './admin-operation.ts';
import {
  givenMomentSchema,
  idSchema,
  momentSchema,
  nameSchema,
  pageOf,
  pageQuery,
  pageSchema,
} from './admin-schemas.ts';

const scopeSchema = z
  .enum(['full', 'read'])
  .check(z.meta({ description: 'What the key may do: `read` refuses every write.' }));

const keySchema = z
  .object({
    id: idSchema,
    name: nameSchema,
    scope: scopeSchema,
    state: z.enum(['active', 'expired', 'deactivated']),
    createdAt: momentSchema,
    expiresAt: z.exactOptional(momentSchema),
    deactivatedAt: z.exactOptional(momentSchema),
    lastUsedAt: z.exactOptional(momentSchema).check(z.meta({ description: 'When it was last used, to the hour.' })),
    replaced: z.exactOptional(z.array(z.object({ until: momentSchema }))).check(
      z.meta({
        description: 'Keys that this one replaced, and that still count for a while.',
      }),
    ),
  })
  .register(z.globalRegistry, {
    id: 'Key',
    description: 'A SCIM key, without the key itself.',
  }) satisfies z.ZodMiniType<KeyView>;

const newKeySchema = z
  .object({
    ...keySchema.shape,
    key: z.string().check(z.meta({ description: 'The key: shown here, and never again.' })),
  })
  .register(z.globalRegistry, { id: 'NewKey' }) satisfies z.ZodMiniType<NewKeyView>;

/** SCIM keys (T2, T3). */
export const keyOperations: readonly AdminOperation[] = [
  organizationOperation({
    method: 'POST',
    path: '/keys',
    operationId: 'createKey',
    tag: 'Keys',
    summary: 'Create a SCIM key, which is shown once',
    body: z
      .strictObject({
        name: nameSchema,
        scope: z._default(scopeSchema, 'full'),
        expiresAt: z.exactOptional(givenMomentSchema),
      })
      .register(z.globalRegistry, { id: 'KeyWanted' }),
    answers: { 201: newKeySchema },
    problems: [409],
    answer: async (console, { body }) => {
      const key = await createScimKey(console, body);
      return created(key, placeOf(console, `/keys/${key.id}`));
    },
  }),
  organizationOperation({
    method: 'GET',
    path: '/keys',
    operationId: 'listKeys',
    tag: 'Keys',
    summary: 'List the SCIM keys',
    query: pageQuery,
    answers: { 200: pageSchema('KeyPage', keySchema) },
    problems: [],
    answer: async (console, { query }) => ({ status: 200, body: await listKeys(console, pageOf(query)) }),
  }),
  organizationOperation({
    method: 'GET',
    path: '/keys/{id}',
    operationId: 'readKey',
    tag: 'Keys',
    summary: 'Read what is known of a SCIM key',
    answers: { 200: keySchema },
    problems: [],
    answer: async (console, { id }) => ({ status: 200, body: await readKey(console, id) }),
  }),
  organizationOperation({
    method: 'DELETE',
    path: '/keys/{id}',
    operationId: 'deactivateKey',
    tag: 'Keys',
    summary: 'Deactivate a SCIM key',
    description: 'It is refused within 60 seconds everywhere, and stays in the list.',
    answers: { 204: null },
    problems: [],
    answer: async (console, { id }) => {
      await deactivateKey(console, id);
      return { status: 204 };
    },
  }),
  organizationOperation({
    method: 'POST',
    path: '/keys/{id}/regenerate',
    operationId: 'regenerateKey',
    tag: 'Keys',
    summary: 'Make the SCIM key anew, which is shown once',
    mayLackBody: true,
    body: z
      .strictObject({
        graceSeconds: z._default(z.int().check(z.minimum(0), z.maximum(604_800)), 0).check(
          z.meta({
            description: 'How long the key that is replaced still counts; 0: it dies at once.',
          }),
        ),
      })
      .register(z.globalRegistry, { id: 'KeyRegeneration' }),
    answers: { 200: newKeySchema },
    problems: [409],
    answer: async (console, { id, body }) => ({ status: 200, body: await regenerateKey(console, id, body) }),
  }),
];
