import * as z from 'zod';
import type { GroupReference, MemberReference, MemberSummary, MemberView, RestoreView } from '#domain/console.ts';
import { orgRoles } from '#domain/org-role.ts';
import { idSchema, momentSchema } from './admin-schemas.ts';

/** An org role (O5). */
export const orgRoleSchema = z.enum(orgRoles).meta({ id: 'OrgRole' });

/** A group, by its id and name. */
const groupReferenceSchema = z
  .object({ id: idSchema, displayName: z.string() })
  .meta({ id: 'GroupReference' }) satisfies z.ZodType<GroupReference>;

/** A member, by id and userName. */
export const memberReferenceSchema = z
  .object({ id: idSchema, userName: z.string(), active: z.boolean() })
  .meta({ id: 'MemberReference' }) satisfies z.ZodType<MemberReference>;

/** A member in a list. */
export const memberSummarySchema = z
  .object({
    id: idSchema,
    userName: z.string(),
    givenName: z.string().exactOptional(),
    familyName: z.string().exactOptional(),
    active: z.boolean(),
    orgRole: orgRoleSchema,
    createdAt: momentSchema,
    modifiedAt: momentSchema,
  })
  .meta({ id: 'MemberSummary' }) satisfies z.ZodType<MemberSummary>;

const access = {
  projectId: idSchema,
  name: z.string(),
  roles: z.array(z.string()),
  effectiveRole: z.string().meta({ description: 'The highest of the roles (G9).' }),
};
const projectAccessSchema = z.object(access).meta({ id: 'ProjectAccess' });
const teamAccessSchema = z
  .object({ ...access, teamId: idSchema, effectiveRole: z.enum(['Admin', 'Member']) })
  .meta({ id: 'TeamAccess' });

const takenSchema = z
  .object({
    at: momentSchema,
    orgRole: orgRoleSchema,
    groups: z.array(groupReferenceSchema),
    restorableUntil: momentSchema,
  })
  .meta({ id: 'Taken', description: 'What the last deactivation took, and a restore can give back until then (U4).' });

/** A member with all that the Console shows of one. */
export const memberSchema = z
  .object({
    ...memberSummarySchema.shape,
    externalId: z.string().exactOptional(),
    groups: z.array(groupReferenceSchema),
    waitingGroups: z.array(groupReferenceSchema).meta({
      description: 'Groups that were pushed while the member is inactive: in effect from the reactivation on (G7).',
    }),
    access: z.object({ projects: z.array(projectAccessSchema), teams: z.array(teamAccessSchema) }),
    taken: takenSchema.exactOptional(),
    deactivationRefusedAt: momentSchema.exactOptional().meta({
      description: 'The owner, whose deactivation was refused then: the next transfer carries it out (O2).',
    }),
  })
  .meta({ id: 'Member' }) satisfies z.ZodType<MemberView>;

/** What a restore gave back. */
export const restoreSchema = z
  .object({ member: memberSchema, restoredGroups: z.array(groupReferenceSchema) })
  .meta({ id: 'Restore' }) satisfies z.ZodType<RestoreView>;
