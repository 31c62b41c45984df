import * as z from 'zod/mini';
import type { GroupReference, MemberReference, MemberSummary, MemberView, RestoreView } from '#domain/console.ts';
import { orgRoles } from '#domain/org-role.ts';
import { idSchema, momentSchema } from './admin-schemas.ts';

/** An org role (O5). */
export const orgRoleSchema = z.enum(orgRoles).register(z.globalRegistry, { id: 'OrgRole' });

/** A group, by its id and name. */
const groupReferenceSchema = z
  .object({ id: idSchema, displayName: z.string() })
  .register(z.globalRegistry, { id: 'GroupReference' }) satisfies z.ZodMiniType<GroupReference>;

/** A member, by id and userName. */
export const memberReferenceSchema = z
  .object({ id: idSchema, userName: z.string(), active: z.boolean() })
  .register(z.globalRegistry, { id: 'MemberReference' }) satisfies z.ZodMiniType<MemberReference>;

/** A member in a list. */
export const memberSummarySchema = z
  .object({
    id: idSchema,
    userName: z.string(),
    givenName: z.exactOptional(z.string()),
    familyName: z.exactOptional(z.string()),
    active: z.boolean(),
    orgRole: orgRoleSchema,
    createdAt: momentSchema,
    modifiedAt: momentSchema,
  })
  .register(z.globalRegistry, { id: 'MemberSummary' }) satisfies z.ZodMiniType<MemberSummary>;

const access = {
  projectId: idSchema,
  name: z.string(),
  roles: z.array(z.string()),
  effectiveRole: z.string().check(z.meta({ description: 'The highest of the roles (G9).' })),
};
const projectAccessSchema = z.object(access).register(z.globalRegistry, { id: 'ProjectAccess' });
const teamAccessSchema = z
  .object({ ...access, teamId: idSchema, effectiveRole: z.enum(['Admin', 'Member']) })
  .register(z.globalRegistry, { id: 'TeamAccess' });

const takenSchema = z
  .object({
    at: momentSchema,
    orgRole: orgRoleSchema,
    groups: z.array(groupReferenceSchema),
    restorableUntil: momentSchema,
  })
  .register(z.globalRegistry, {
    id: 'Taken',
    description: 'What the last deactivation took, and a restore can give back until then (U4).',
  });

/** A member with all that the Console shows of one. */
export const memberSchema = z
  .object({
    ...memberSummarySchema.shape,
    externalId: z.exactOptional(z.string()),
    groups: z.array(groupReferenceSchema),
    waitingGroups: z.array(groupReferenceSchema).check(
      z.meta({
        description: 'Groups that were pushed while the member is inactive: in effect from the reactivation on (G7).',
      }),
    ),
    access: z.object({ projects: z.array(projectAccessSchema), teams: z.array(teamAccessSchema) }),
    taken: z.exactOptional(takenSchema),
    deactivationRefusedAt: z.exactOptional(momentSchema).check(
      z.meta({
        description: 'The owner, whose deactivation was refused then: the next transfer carries it out (O2).',
      }),
    ),
  })
  .register(z.globalRegistry, { id: 'Member' }) satisfies z.ZodMiniType<MemberView>;

/** What a restore gave back. */
export const restoreSchema = z
  .object({ member: memberSchema, restoredGroups: z.array(groupReferenceSchema) })
  .register(z.globalRegistry, { id: 'Restore' }) satisfies z.ZodMiniType<RestoreView>;
