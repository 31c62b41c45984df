import { groupType, userType } from '#domain/resource-types.ts';
import type { Product } from '#domain/product.ts';
import type { ResourceType, Schema } from '#scim/attribute.ts';
import { defineAttribute } from '#scim/define.ts';
import { commonAttributes } from '#scim/schemas.ts';
import { resourceTypeSchema, schemaSchema, serviceProviderConfigSchema } from '#scim/service-schemas.ts';
import { type SchemaObject, refer } from './openapi.ts';
import { propertiesOf, requiredOf } from './scim-attributes.ts';

type Schemas = Readonly<Record<string, SchemaObject>>;

/** The schemas of all resources, from the definitions by which bodies are validated and `/Schemas` is answered. */
export function resourceSchemas(product: Product): Schemas {
  const [user, group] = [userType(product), groupType()];
  return {
    User: answered(user),
    UserRequest: requested(user, {
      [product.orgRoleUrn]: {
        type: 'object',
        description: `Another place for ${product.orgRole}, for clients that map it to an extension, such as Entra ID.`,
        properties: propertiesOf(
          user.schema.attributes.filter(({ name }) => name === product.orgRole),
          'request',
        ),
      },
    }),
    Group: answered(group),
    GroupRequest: requested(group),
    ...Object.fromEntries(user.extensions.map((extension) => [componentOf(extension), extensionSchema(extension)])),
    ServiceProviderConfig: serviceSchema(serviceProviderConfigSchema),
    ResourceType: serviceSchema(resourceTypeSchema),
    ...schemaOfSchemas(),
  };
}

/** A resource as it is answered: a projection may leave out all but `schemas` and `id` (RFC 7644 §3.9). */
function answered(type: ResourceType): SchemaObject {
  const { schemas, ...common } = propertiesOf(commonAttributes, 'projected');
  return {
    type: 'object',
    description: `A ${type.name} as it is answered. Attributes without a value are absent.`,
    properties: {
      schemas: {
        ...schemas,
        items: { type: 'string', enum: [type.schema.id, ...type.extensions.map(({ id }) => id)] },
      },
      ...common,
      ...propertiesOf(type.schema.attributes, 'projected'),
      ...extensionProperties(type),
    },
    required: commonAttributes.filter(({ returned }) => returned === 'always').map(({ name }) => name),
  };
}

/** A resource as clients send it: whatever else is in it is passed over, and null means not set (U3, U7). */
function requested(type: ResourceType, more: Schemas = {}): SchemaObject {
  return {
    type: 'object',
    description:
      `A ${type.name} as it is sent. Read-only and unknown attributes are passed over, and null is the same as ` +
      'leaving an attribute empty.',
    properties: {
      schemas: { type: 'array', items: { type: 'string' }, description: 'The URNs of the schemas; not insisted upon.' },
      ...propertiesOf(commonAttributes, 'request'),
      ...propertiesOf(type.schema.attributes, 'request'),
      ...extensionProperties(type),
      ...more,
    },
    required: requiredOf(type.schema.attributes, 'request'),
  };
}

function extensionProperties({ extensions }: ResourceType): Schemas {
  return Object.fromEntries(extensions.map((extension) => [extension.id, refer('schemas', componentOf(extension))]));
}

function extensionSchema({ description, attributes }: Schema): SchemaObject {
  return { type: 'object', description: `${description}.`, properties: propertiesOf(attributes, 'projected') };
}

/** `EnterpriseUser` for the schema "Enterprise User". */
function componentOf({ name }: Schema): string {
  return name.replaceAll(' ', '');
}

/** A schema's attributes are like their sub-attributes, and a schema of schemas goes on below those. */
function schemaOfSchemas(): Schemas {
  const list = refer('schemas', 'SchemaAttribute');
  const whole = serviceSchema(schemaSchema);
  const own = schemaSchema.attributes.find(({ name }) => name === 'attributes')?.subAttributes ?? [];
  return {
    Schema: withItems(whole, 'attributes', list),
    SchemaAttribute: withItems(
      {
        type: 'object',
        description: 'An attribute with its characteristics (RFC 7643 §7).',
        properties: propertiesOf(own, 'whole'),
        required: requiredOf(own, 'whole'),
      },
      'subAttributes',
      list,
    ),
  };
}

function withItems(schema: SchemaObject, list: string, items: SchemaObject): SchemaObject {
  const properties = schema['properties'] as Schemas;
  return { ...schema, properties: { ...properties, [list]: { ...properties[list], items } } };
}

/** A discovery resource: nobody projects it, so what is required is there. */
function serviceSchema({ id, description, attributes }: Schema): SchemaObject {
  const common = propertiesOf(
    commonAttributes.filter(({ name }) => name === 'meta' || name === 'schemas'),
    'whole',
  );
  const names = [defineAttribute('schemas', '', { required: true }), ...attributes];
  return {
    type: 'object',
    description: `${description}.`,
    properties: {
      ...common,
      schemas: { ...common['schemas'], const: [id] },
      ...propertiesOf(attributes, 'whole'),
    },
    required: [...requiredOf(names, 'whole'), 'meta'],
  };
}
