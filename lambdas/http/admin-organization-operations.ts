import * as z from 'zod/mini';
import type { OrganizationView } from '#domain/console.ts';
import {
  changeOrganization,
  createOrganization,
  listOrganizations,
  readOrganization,
  removeOrganization,
} from '#domain/console-organizations.ts';
import type { OrganizationSettings } from '#domain/organization.ts';
import { type AdminOperation, created, deskOperation, organizationOperation, settled } from './admin-operation.ts';
import {
  changeSchema,
  idSchema,
  momentSchema,
  nameSchema,
  pageOf,
  pageQuery,
  pageSchema,
  personSchemas,
} from './admin-schemas.ts';

const domainsSchema = z.array(z.string()).check(
  z.meta({
    description:
      'Email domains whose users the organization admits, whole and case ignored; `*` admits everybody (U2).',
    examples: [['example.com']],
  }),
);

const settingSchemas = {
  ownerTransfer: z
    .enum(['scim', 'console'])
    .check(z.meta({ description: 'Where the owner may be replaced: `console` forbids it to SCIM (O4).' })),
  ownerTransferCooldown: z.int().check(
    z.minimum(0),
    z.maximum(31_536_000),
    z.meta({
      description: 'Seconds after a replacement of the owner by SCIM in which there is no other; 0 for none (O4).',
    }),
  ),
  unknownMembers: z
    .enum(['skip', 'reject'])
    .check(z.meta({ description: 'What happens to members that the organization does not know (G7).' })),
  groupNames: z
    .enum(['refuse', 'keep'])
    .check(
      z.meta({ description: 'What happens to another displayName of a generated group: refused, or ignored (G6).' }),
    ),
  groups: z
    .enum(['generated', 'open'])
    .check(z.meta({ description: 'Whether SCIM may create ordinary groups: `open` lets it (G10).' })),
  rateLimit: z.nullable(z.int().check(z.minimum(1), z.maximum(10_000))).check(
    z.meta({
      description:
        'Requests a second that all SCIM keys of the organization together may send, averaged over ten seconds; null for what ' +
        'the deployment gives. Another value counts within 30 seconds.',
    }),
  ),
};

const organizationSchema = z
  .object({
    id: idSchema,
    name: nameSchema,
    domains: domainsSchema,
    settings: z
      .object(settingSchemas)
      .register(z.globalRegistry, { id: 'OrganizationSettings' }) satisfies z.ZodMiniType<OrganizationSettings>,
    createdAt: momentSchema,
  })
  .register(z.globalRegistry, {
    id: 'Organization',
    description: 'A customer of the product.',
  }) satisfies z.ZodMiniType<OrganizationView>;

const foundedSchema = z
  .object({ organization: organizationSchema, owner: z.object({ id: idSchema, userName: z.string() }) })
  .register(z.globalRegistry, { id: 'FoundedOrganization' });

/** Organizations. */
export const organizationOperations: readonly AdminOperation[] = [
  deskOperation({
    method: 'POST',
    path: '/organizations',
    operationId: 'createOrganization',
    tag: 'Organizations',
    summary: 'Create an organization with its owner',
    description: 'The same request sent again makes another organization: names of organizations are not unique.',
    body: z
      .strictObject({ name: nameSchema, domains: domainsSchema, owner: z.strictObject(personSchemas) })
      .register(z.globalRegistry, { id: 'NewOrganization' }),
    answers: { 201: foundedSchema },
    problems: [403, 409, 413],
    answer: async (desk, { body }) => {
      const founded = await createOrganization(desk, body);
      return created(founded, `/organizations/${founded.organization.id}`);
    },
  }),
  deskOperation({
    method: 'GET',
    path: '/organizations',
    operationId: 'listOrganizations',
    tag: 'Organizations',
    summary: 'List the organizations',
    query: pageQuery,
    answers: { 200: pageSchema('OrganizationPage', organizationSchema) },
    problems: [],
    answer: async (desk, { query }) => ({ status: 200, body: await listOrganizations(desk, pageOf(query)) }),
  }),
  organizationOperation({
    method: 'GET',
    path: '',
    operationId: 'readOrganization',
    tag: 'Organizations',
    summary: 'Read an organization',
    answers: { 200: organizationSchema },
    problems: [],
    answer: async (console) => ({ status: 200, body: readOrganization(console) }),
  }),
  organizationOperation({
    method: 'PATCH',
    path: '',
    operationId: 'changeOrganization',
    tag: 'Organizations',
    summary: 'Change name, domains or settings',
    description: 'What is left out stays. `domains` takes the place of all that there were.',
    body: z
      .strictObject({
        name: z.exactOptional(nameSchema),
        domains: z.exactOptional(domainsSchema),
        settings: z.exactOptional(z.exactPartial(z.strictObject(settingSchemas))),
      })
      .register(z.globalRegistry, { id: 'OrganizationChange' }),
    answers: { 200: organizationSchema },
    problems: [409],
    answer: async (console, { body }) => ({ status: 200, body: await changeOrganization(console, body) }),
  }),
  organizationOperation({
    method: 'DELETE',
    path: '',
    operationId: 'removeOrganization',
    tag: 'Organizations',
    summary: 'Delete an organization and everything in it',
    description:
      'Its keys are refused within 60 seconds everywhere. The change that follows can be read although the organization is gone.',
    query: z.strictObject({
      confirm: z
        .exactOptional(z.string())
        .check(z.meta({ description: 'The name of the organization, exactly as it is.' })),
    }),
    answers: { 202: changeSchema, 204: null },
    problems: [409],
    answer: async (console, { query }) => settled(console, await removeOrganization(console, query.confirm)),
  }),
];
