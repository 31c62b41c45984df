import type { Attribute, ResourceType, Schema } from './attribute.ts';
import { commonAttributes } from './schemas.ts';

/** A name resolved against the schemas: `attrPath` of RFC 7644 §3.4.2.2. */
export type AttributePath = {
  /** In canonical spelling: `userName`, `emails.value`, `urn:…:enterprise:2.0:User:department`. */
  readonly name: string;
  /** The extension whose object holds the attribute; absent for core and common attributes. */
  readonly extension?: Schema;
  readonly attribute: Attribute;
  readonly subAttribute?: Attribute;
};

/**
 * The attribute or sub-attribute that a client means, with or without a URN, case ignored (RFC 7643 §2.1,
 * RFC 7644 §3.10). The name of an extension's attribute alone will do where the core has no such name: Entra ID's
 * documentation sends `manager` so.
 */
export function findAttribute(type: ResourceType, name: string): AttributePath | undefined {
  return attributeFinder(type)(name);
}

/** `findAttribute` for several names of one type. */
export function attributeFinder(type: ResourceType): (name: string) => AttributePath | undefined {
  return indexOf(type).find;
}

/** The schema that a whole URN names; aliases of the core schema mean the core schema (O6). */
export function findSchema(type: ResourceType, urn: string): Schema | undefined {
  return indexOf(type).schemas.get(urn.toLowerCase());
}

/** True if the name stands under the URN of a schema that the resource type advertises. */
export function isUnderSchema(type: ResourceType, name: string): boolean {
  const lower = name.toLowerCase();
  return [type.schema, ...type.extensions].some(({ id }) => lower.startsWith(`${id.toLowerCase()}:`));
}

/** The sub-attribute of that name, case ignored. */
export function findSubAttribute(attribute: Attribute, name: string): Attribute | undefined {
  return elementFinder(attribute)(name)?.attribute;
}

/** Resolves sub-attributes as what they are within one element: an attribute of its own, case ignored. */
export function elementFinder(attribute: Attribute): (name: string) => AttributePath | undefined {
  let find = elementFinders.get(attribute);
  if (find === undefined) {
    find = buildElementFinder(attribute.subAttributes ?? []);
    elementFinders.set(attribute, find);
  }
  return find;
}

type NameIndex = {
  readonly find: (name: string) => AttributePath | undefined;
  readonly schemas: ReadonlyMap<string, Schema>;
};

const indexes = new WeakMap<ResourceType, NameIndex>();

function indexOf(type: ResourceType): NameIndex {
  let index = indexes.get(type);
  if (index === undefined) {
    index = buildIndex(type);
    indexes.set(type, index);
  }
  return index;
}

function buildIndex(type: ResourceType): NameIndex {
  const paths = new Map<string, AttributePath>();
  const schemas = new Map<string, Schema>();
  const enter = (prefix: string, path: AttributePath, ownName: string): void => {
    for (const key of [prefix + ownName, (prefix + ownName).toLowerCase()]) {
      if (!paths.has(key)) paths.set(key, path);
    }
  };
  const enterSchema = (prefixes: readonly string[], attributes: readonly Attribute[], extension?: Schema): void => {
    for (const { ownName, path } of attributes.flatMap((attribute) => pathsOf(attribute, extension))) {
      for (const prefix of prefixes) enter(prefix, path, ownName);
    }
  };
  const coreUrns = [type.schema.id, ...type.coreAliases];
  const corePrefixes = ['', ...coreUrns.map((urn) => `${urn}:`)];
  enterSchema(corePrefixes, [...commonAttributes, ...type.schema.attributes]);
  for (const urn of coreUrns) schemas.set(urn.toLowerCase(), type.schema);
  for (const extension of type.extensions) {
    enterSchema([`${extension.id}:`, ''], extension.attributes, extension);
    schemas.set(extension.id.toLowerCase(), extension);
  }
  return { find: (name) => paths.get(name) ?? paths.get(name.toLowerCase()), schemas };
}

function pathsOf(attribute: Attribute, extension?: Schema): { ownName: string; path: AttributePath }[] {
  const prefix = extension === undefined ? '' : `${extension.id}:`;
  const place = { ...(extension !== undefined && { extension }), attribute };
  return [
    { ownName: attribute.name, path: { name: prefix + attribute.name, ...place } },
    ...(attribute.subAttributes ?? []).map((subAttribute) => {
      const ownName = `${attribute.name}.${subAttribute.name}`;
      return { ownName, path: { name: prefix + ownName, ...place, subAttribute } };
    }),
  ];
}

const elementFinders = new WeakMap<Attribute, (name: string) => AttributePath | undefined>();

function buildElementFinder(subAttributes: readonly Attribute[]): (name: string) => AttributePath | undefined {
  const paths = new Map<string, AttributePath>();
  for (const attribute of subAttributes) {
    const path = { name: attribute.name, attribute };
    paths.set(attribute.name, path).set(attribute.name.toLowerCase(), path);
  }
  return (name) => paths.get(name) ?? paths.get(name.toLowerCase());
}
