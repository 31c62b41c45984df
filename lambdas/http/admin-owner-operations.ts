import * as z from 'zod/mini';
import type { OwnerView } from '#domain/console.ts';
import { readOwner, transferOwnership } from '#domain/console-owner.ts';
import { type AdminOperation, organizationOperation } from './admin-operation.ts';
import { idSchema, momentSchema } from './admin-schemas.ts';

const ownerSchema = z
  .object({
    userId: idSchema,
    userName: z.string(),
    deactivationRefusedAt: z.exactOptional(momentSchema).check(
      z.meta({
        description: 'The deactivation of the owner was refused then: the next transfer carries it out (O2).',
      }),
    ),
  })
  .register(z.globalRegistry, {
    id: 'Owner',
    description: 'The one owner of the organization.',
  }) satisfies z.ZodMiniType<OwnerView>;

/** The owner (O1-O4). */
export const ownerOperations: readonly AdminOperation[] = [
  organizationOperation({
    method: 'GET',
    path: '/owner',
    operationId: 'readOwner',
    tag: 'Owner',
    summary: 'Read who owns the organization',
    answers: { 200: ownerSchema },
    problems: [],
    answer: async (console) => ({ status: 200, body: await readOwner(console) }),
  }),
  organizationOperation({
    method: 'PUT',
    path: '/owner',
    operationId: 'transferOwnership',
    tag: 'Owner',
    summary: 'Transfer the ownership to another active member',
    description: 'Always allowed here, whatever the settings say of SCIM. The previous owner becomes an Admin.',
    body: z.strictObject({ userId: idSchema }).register(z.globalRegistry, { id: 'OwnershipTransfer' }),
    answers: { 200: ownerSchema },
    problems: [409, 413],
    answer: async (console, { body }) => ({ status: 200, body: await transferOwnership(console, body) }),
  }),
];
